package dev.portmanager;

import static java.util.Objects.requireNonNull;

import dev.portmanager.spi.ClassPathServices;
import dev.portmanager.spi.PortManagerProvider;
import dev.portmanager.spi.PortManagerSettings;
import dev.portmanager.spi.ProcessKiller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way to a {@link PortManager}: a builder, process-wide singletons, and the one-line functions
 * over the singleton. Safe for use by several threads.
 */
public final class PortManagers {

  private PortManagers() {}

  /**
   * Returns a builder of managers with the default range.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the process-wide manager; of the default range if this is the first call.
   *
   * @return the same manager for every caller, until somebody closes it
   */
  public static PortManager getInstance() {
    return Provider.instance().shared(Optional.empty());
  }

  /**
   * Returns the process-wide manager. The range of the first call wins: a later call with another
   * range returns the same manager and logs a warning that names both.
   *
   * @param min the lowest port, 1 to 65535
   * @param max the highest port, {@code min} to 65535
   * @return the same manager for every caller, until somebody closes it
   * @throws IllegalArgumentException if a port is outside 1-65535 or {@code min > max}
   */
  public static PortManager getInstance(int min, int max) {
    return Provider.instance().shared(Optional.of(new PortRange(min, max)));
  }

  /**
   * Returns the process-wide manager of a range: one for each range that is asked for.
   *
   * @param min the lowest port, 1 to 65535
   * @param max the highest port, {@code min} to 65535
   * @return the same manager for every caller who asks for this range, until somebody closes it
   * @throws IllegalArgumentException if a port is outside 1-65535 or {@code min > max}
   */
  public static PortManager forRange(int min, int max) {
    return Provider.instance().forRange(new PortRange(min, max));
  }

  /**
   * Does {@link PortManager#getUniquePort(String)} on the process-wide manager.
   *
   * @param appName the application's name
   * @return its port
   */
  public static int getUniquePort(String appName) {
    return getInstance().getUniquePort(appName);
  }

  /**
   * Does {@link PortManager#getUniquePort(String)} on the process-wide manager, which has this
   * range if this is the first call.
   *
   * @param appName the application's name
   * @param min the lowest port
   * @param max the highest port
   * @return its port
   */
  public static int getUniquePort(String appName, int min, int max) {
    return getInstance(min, max).getUniquePort(appName);
  }

  /**
   * Does {@link PortManager#killProcessOnPort(int)} on the process-wide manager.
   *
   * @param port 1 to 65535
   * @return true if at least one process was sent a termination request
   */
  public static boolean killProcessOnPort(int port) {
    return getInstance().killProcessOnPort(port);
  }

  /**
   * Does {@link PortManager#killProcessOnPort(int)} on the process-wide manager, which has this
   * range if this is the first call.
   *
   * @param port 1 to 65535
   * @param min the lowest port
   * @param max the highest port
   * @return true if at least one process was sent a termination request
   */
  public static boolean killProcessOnPort(int port, int min, int max) {
    return getInstance(min, max).killProcessOnPort(port);
  }

  /**
   * Does {@link PortManager#releasePort(String)} on the process-wide manager.
   *
   * @param appName the application's name
   * @return whether it had a port
   */
  public static boolean releasePort(String appName) {
    return getInstance().releasePort(appName);
  }

  /**
   * Does {@link PortManager#releasePort(String)} on the process-wide manager, which has this range
   * if this is the first call.
   *
   * @param appName the application's name
   * @param min the lowest port
   * @param max the highest port
   * @return whether it had a port
   */
  public static boolean releasePort(String appName, int min, int max) {
    return getInstance(min, max).releasePort(appName);
  }

  /** Sets up a manager. Not safe for use by several threads. */
  public static final class Builder {
    private PortRange range = PortRange.DEFAULT;
    private Optional<Path> registry = Optional.empty();
    private final Set<Integer> excluded = new LinkedHashSet<>();
    private Duration cooldown = PortManagerSettings.DEFAULT_COOLDOWN;
    private String name = PortManagerSettings.DEFAULT_NAME;
    private Optional<ProcessKiller> processKiller = Optional.empty();

    private Builder() {}

    /**
     * Sets the ports to give out.
     *
     * @param min the lowest port, 1 to 65535
     * @param max the highest port, {@code min} to 65535
     * @return this
     * @throws IllegalArgumentException if a port is outside 1-65535 or {@code min > max}
     */
    public Builder range(int min, int max) {
      return range(new PortRange(min, max));
    }

    /**
     * Sets the ports to give out.
     *
     * @param range {@link PortRange#DEFAULT} by default
     * @return this
     */
    public Builder range(PortRange range) {
      this.range = requireNonNull(range, "range");
      return this;
    }

    /**
     * Sets the folder of the register of leases. It is made if it does not exist; it must belong to
     * this user, who alone may write to it.
     *
     * @param directory by default the system property {@code portmanager.registry}, else the
     *     environment variable {@code PORTMANAGER_REGISTRY}, else a place that all processes of
     *     this machine agree on
     * @return this
     */
    public Builder registry(Path directory) {
      this.registry = Optional.of(requireNonNull(directory, "directory"));
      return this;
    }

    /**
     * Adds ports never to give out.
     *
     * @param ports each 1 to 65535
     * @return this
     * @throws IllegalArgumentException if a port is outside 1-65535
     */
    public Builder exclude(int... ports) {
      for (int port : ports) {
        excluded.add(PortRange.requirePort(port));
      }
      return this;
    }

    /**
     * Sets how long a released port is kept from other applications, unless no other port is left.
     *
     * @param cooldown zero to 1 hour, 2 s by default
     * @return this
     */
    public Builder cooldown(Duration cooldown) {
      this.cooldown = requireNonNull(cooldown, "cooldown");
      return this;
    }

    /**
     * Sets the name under which management tools and metrics show the manager.
     *
     * @param name {@code default} by default
     * @return this
     */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the back end.
     *
     * @param processKiller by default the one that {@link ServiceLoader} finds for this system
     * @return this
     */
    public Builder processKiller(ProcessKiller processKiller) {
      this.processKiller = Optional.of(requireNonNull(processKiller, "processKiller"));
      return this;
    }

    /**
     * Returns a manager so set up.
     *
     * @return a new manager, to be closed
     * @throws IllegalArgumentException if a value is out of its bounds, or every port of the range
     *     is excluded
     * @throws LeaseRegistryException if the folder that was set for the register is not safe to use
     * @throws UnsupportedPlatformException if there is no back end for this system
     */
    public PortManager build() {
      return Provider.instance().create(settings());
    }

    /**
     * Finds out what works here and what does not for a manager so set up: as {@link
     * PortManager#diagnose}, and also where {@link #build} fails because the register of leases
     * cannot be used, which is then one of the findings.
     *
     * @return each finding
     * @throws IllegalArgumentException if a value is out of its bounds, or every port of the range
     *     is excluded
     * @throws UnsupportedPlatformException if there is no back end for this system
     */
    public List<Diagnosis> diagnose() {
      return Provider.instance().diagnose(settings());
    }

    private PortManagerSettings settings() {
      return new PortManagerSettings(
          range, registry, Set.copyOf(excluded), cooldown, name, processKiller);
    }
  }

  /** Finds the implementation at first use; a failure to is thrown at each use, as it is. */
  private static final class Provider {
    private static @Nullable PortManagerProvider found;

    static synchronized PortManagerProvider instance() {
      PortManagerProvider provider = found;
      if (provider == null) {
        provider = find();
        found = provider;
      }
      return provider;
    }

    private static PortManagerProvider find() {
      ClassLoader loader = PortManagers.class.getClassLoader();
      Optional<PortManagerProvider> first =
          ClassPathServices.first(PortManagerProvider.class, loader);
      if (first.isPresent()) {
        return first.get();
      }
      try {
        Iterator<PortManagerProvider> providers =
            ServiceLoader.load(PortManagerProvider.class, loader).iterator();
        if (providers.hasNext()) {
          return providers.next();
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        UnsupportedPlatformException failure =
            new UnsupportedPlatformException(
                "the implementation of Port Manager cannot be loaded: " + e);
        failure.addSuppressed(e);
        throw failure;
      }
      throw new UnsupportedPlatformException(
          "no implementation of Port Manager was found: add the dependency"
              + " dev.portmanager:portmanager-core");
    }
  }
}
