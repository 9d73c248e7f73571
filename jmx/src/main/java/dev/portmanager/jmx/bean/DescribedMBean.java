package dev.portmanager.jmx.bean;

import dev.portmanager.jmx.Description;
import dev.portmanager.jmx.Impact;
import dev.portmanager.jmx.Param;
import dev.portmanager.jmx.Units;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MXBean that tells consoles what the annotations of its interface say: descriptions, units,
 * impact, names of parameters. A plain MXBean shows the operation's name as its description and
 * {@code p0} as the parameter's.
 *
 * <p>Safe for use by several threads, if what it stands for is. {@code registered} is volatile.
 *
 * @param <T> the MXBean interface
 */
final class DescribedMBean<T> extends StandardEmitterMBean {

  private final List<String> shownOperations;
  private final Runnable onDeregister;
  private volatile boolean registered;

  /**
   * Creates a bean.
   *
   * @param implementation what it stands for
   * @param type the MXBean interface
   * @param shownOperations which operations consoles see, by name, in that order
   * @param ends what sends its notifications, and what to do when it was unregistered
   */
  DescribedMBean(T implementation, Class<T> type, List<String> shownOperations, Ends ends) {
    super(implementation, type, true, ends.emitter());
    this.shownOperations = shownOperations;
    this.onDeregister = ends.onDeregister();
  }

  /**
   * The two ends of a bean's life.
   *
   * @param emitter what sends its notifications
   * @param onDeregister what to do once it was unregistered, by whomever, or could not be
   *     registered
   */
  record Ends(NotificationEmitter emitter, Runnable onDeregister) {}

  boolean isRegistered() {
    return registered;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanInfo all = super.getMBeanInfo();
    MBeanOperationInfo[] shown =
        Arrays.stream(all.getOperations())
            .filter(operation -> shownOperations.contains(operation.getName()))
            .sorted(Comparator.comparingInt(one -> shownOperations.indexOf(one.getName())))
            .toArray(MBeanOperationInfo[]::new);
    return new MBeanInfo(
        all.getClassName(),
        all.getDescription(),
        all.getAttributes(),
        all.getConstructors(),
        shown,
        all.getNotifications(),
        all.getDescriptor());
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return getMBeanInterface().getAnnotation(Description.class).value();
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    String prefix = info.isIs() ? "is" : "get";
    Method getter = method(prefix + info.getName());
    Units units = getter.getAnnotation(Units.class);
    String text = getter.getAnnotation(Description.class).value();
    return units == null ? text : text + " [" + units.value() + "]";
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    return method(info.getName()).getAnnotation(Description.class).value();
  }

  @Override
  protected int getImpact(MBeanOperationInfo info) {
    return method(info.getName()).getAnnotation(Impact.class).value();
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
    return param(operation, index).name();
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
    return param(operation, index).description();
  }

  private Param param(MBeanFeatureInfo operation, int index) {
    return method(operation.getName()).getParameters()[index].getAnnotation(Param.class);
  }

  /** No name of our interfaces has two methods. */
  private Method method(String name) {
    Optional<Method> found =
        Arrays.stream(getMBeanInterface().getMethods())
            .filter(method -> method.getName().equals(name))
            .findAny();
    return found.orElseThrow(
        () -> new IllegalStateException(getMBeanInterface() + " has no method " + name));
  }

  @Override
  public void postRegister(@Nullable Boolean done) {
    super.postRegister(done);
    registered = Boolean.TRUE.equals(done);
  }

  @Override
  public void postDeregister() {
    super.postDeregister();
    registered = false;
    onDeregister.run();
  }
}
