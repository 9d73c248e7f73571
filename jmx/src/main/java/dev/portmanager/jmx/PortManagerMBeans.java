package dev.portmanager.jmx;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortManager;
import dev.portmanager.jmx.bean.Registrar;
import dev.portmanager.jmx.bean.RegistrationSettings;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Registers the JMX beans of port managers. Nothing is registered by itself, no port is opened, and
 * an operation exists only where it is named.
 *
 * <pre>{@code
 * try (MBeanRegistration beans = PortManagerMBeans.register(manager)) {
 *   // JConsole now shows dev.portmanager:type=PortManager,name=default
 * }
 * }</pre>
 */
public final class PortManagerMBeans {

  /** The domain of the beans' names. */
  public static final String DOMAIN = "dev.portmanager";

  private static final String VIEW = "PortManager";
  private static final String OPERATIONS = "PortManagerOperations";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  private PortManagerMBeans() {}

  /**
   * Registers the bean with the attributes of a manager in the platform's server.
   *
   * @param manager the manager
   * @return the registration, to be closed; it ends with the manager, too
   * @throws IllegalStateException if a bean of that name is registered already, or the manager is
   *     closed
   */
  public static MBeanRegistration register(PortManager manager) {
    return builder(manager).register();
  }

  /**
   * Returns a builder of a registration.
   *
   * @param manager the manager
   * @return a new builder
   */
  public static Builder builder(PortManager manager) {
    return new Builder(requireNonNull(manager, "manager"));
  }

  /**
   * Returns the name of the bean with the attributes.
   *
   * @param name the manager's name; quoted in the result unless it is of letters, digits, dots,
   *     underscores and hyphens alone
   * @return {@code dev.portmanager:type=PortManager,name=<name>}
   */
  public static ObjectName objectName(String name) {
    return objectName(VIEW, name);
  }

  /**
   * Returns the name of the bean with the operations.
   *
   * @param name the manager's name, quoted as in {@link #objectName(String)}
   * @return {@code dev.portmanager:type=PortManagerOperations,name=<name>}
   */
  public static ObjectName operationsName(String name) {
    return objectName(OPERATIONS, name);
  }

  private static ObjectName objectName(String type, String name) {
    String value = PLAIN.matcher(name).matches() ? name : ObjectName.quote(name);
    try {
      return new ObjectName(DOMAIN + ":type=" + type + ",name=" + value);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("no bean can have the name " + value, e);
    }
  }

  /** Sets up a registration. Not safe for use by several threads. */
  public static final class Builder {

    private final PortManager manager;
    private MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<Operation> allowed = EnumSet.noneOf(Operation.class);
    private ConflictPolicy conflict = ConflictPolicy.FAIL;
    private boolean unmanagedPorts;
    private boolean leaseNotifications;
    private double lowThreshold = RegistrationSettings.DEFAULT_LOW_THRESHOLD;

    private Builder(PortManager manager) {
      this.manager = manager;
    }

    /**
     * Sets where to register.
     *
     * @param server the platform's server by default
     * @return this
     */
    public Builder server(MBeanServer server) {
      this.server = requireNonNull(server, "server");
      return this;
    }

    /**
     * Allows operations. Whoever may call them through the server may do what they do with this
     * process's rights.
     *
     * @param operations none by default
     * @return this
     */
    public Builder allow(Operation... operations) {
      allowed.addAll(Set.of(operations));
      return this;
    }

    /**
     * Sets what to do if a bean of that name is registered.
     *
     * @param policy {@link ConflictPolicy#FAIL} by default
     * @return this
     */
    public Builder onConflict(ConflictPolicy policy) {
      this.conflict = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Allows {@link Operation#KILL} and {@link Operation#RELEASE} on ports outside of the manager's
     * range.
     *
     * @param allow false by default
     * @return this
     */
    public Builder allowUnmanagedPorts(boolean allow) {
      this.unmanagedPorts = allow;
      return this;
    }

    /**
     * Sets whether to send {@link NotificationType#ALLOCATED} and {@link NotificationType#RELEASED}
     * for the leases of every process, within about a second.
     *
     * @param send false by default: they can be many
     * @return this
     */
    public Builder leaseNotifications(boolean send) {
      this.leaseNotifications = send;
      return this;
    }

    /**
     * Sets when the pool is low. {@link NotificationType#LOW} is sent once when fewer ports than
     * that are available, and again only after half as many more were.
     *
     * @param share available ports divided by the size of the pool, 0 to 0.5; 0.1 by default
     * @return this
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public Builder lowThreshold(double share) {
      this.lowThreshold = RegistrationSettings.requireLowThreshold(share);
      return this;
    }

    /**
     * Registers the beans.
     *
     * @return the registration, to be closed; it ends with the manager, too
     * @throws IllegalStateException if a bean of that name is registered already and the policy is
     *     to fail, or the manager is closed
     */
    public MBeanRegistration register() {
      return new Registrar(server, conflict)
          .register(
              manager,
              new RegistrationSettings(allowed, unmanagedPorts, leaseNotifications, lowThreshold));
    }
  }
}
