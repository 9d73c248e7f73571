package dev.portmanager.jmx.bean;

import dev.portmanager.PortManager;
import dev.portmanager.Subscription;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerMXBean;
import dev.portmanager.jmx.PortManagerOperationsMXBean;
import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The beans of one manager under one name, with what they need while they are registered: a
 * subscription to events, a thread for notifications, a watch. Safe for use by several threads.
 */
final class ManagerBeans implements MBeanRegistration {

  private final MBeanServer server;
  private final PortManager manager;
  private final RegistrationSettings settings;
  private final ObjectName viewName;
  private final ObjectName operationsName;
  private final Notifications notifications;
  private final PoolWatch watch;
  private final DescribedMBean<PortManagerMXBean> view;
  private final Optional<DescribedMBean<PortManagerOperationsMXBean>> operations;
  private final Activity activity;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Both set by {@link #register}, before anybody else sees this object. */
  private volatile @Nullable Subscription events;

  private volatile @Nullable Subscription closing;

  ManagerBeans(
      MBeanServer server, PortManager manager, RegistrationSettings settings, String name) {
    this.server = server;
    this.manager = manager;
    this.settings = settings;
    this.viewName = PortManagerMBeans.objectName(name);
    this.operationsName = PortManagerMBeans.operationsName(name);
    this.notifications = new Notifications(viewName, new Delivery(name));
    this.watch = new PoolWatch(manager, notifications, settings);
    Messages messages = new Messages(notifications);
    this.activity = new Activity(messages);
    this.view =
        new DescribedMBean<>(
            new ManagerView(
                manager,
                activity,
                settings.allowed(),
                new ManagerView.Losses(this::droppedEvents, notifications::dropped)),
            PortManagerMXBean.class,
            List.of(),
            new DescribedMBean.Ends(notifications, this::close));
    this.operations =
        settings.allowed().isEmpty() ? Optional.empty() : Optional.of(operations(messages));
  }

  private DescribedMBean<PortManagerOperationsMXBean> operations(Messages messages) {
    OperationGate gate =
        new OperationGate(settings.allowed(), OperationCounts.of(manager), messages);
    return new DescribedMBean<>(
        new ManagerOperations(manager, gate, settings.unmanagedPorts()),
        PortManagerOperationsMXBean.class,
        shownOperations(),
        new DescribedMBean.Ends(new NotificationBroadcasterSupport(), () -> {}));
  }

  private List<String> shownOperations() {
    return Arrays.stream(Method.values())
        .filter(method -> settings.allowed().contains(OperationGate.kindOf(method)))
        .map(Method::id)
        .toList();
  }

  private long droppedEvents() {
    Subscription subscription = events;
    return subscription == null ? 0 : subscription.dropped();
  }

  /**
   * Registers both beans, or none.
   *
   * @throws javax.management.InstanceAlreadyExistsException if one of the names is taken
   * @throws IllegalStateException if the manager is closed
   */
  void register() throws JMException {
    boolean complete = false;
    try {
      events = manager.subscribe(activity);
      notifications.onListener(watch::start);
      server.registerMBean(view, viewName);
      if (operations.isPresent()) {
        server.registerMBean(operations.get(), operationsName);
      }
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
    closing = manager.onClose(this::close);
  }

  @Override
  public ObjectName objectName() {
    return viewName;
  }

  @Override
  public Optional<ObjectName> operationsName() {
    return operations.map(unused -> operationsName);
  }

  @Override
  public boolean isRegistered() {
    return view.isRegistered();
  }

  @Override
  public void close() {
    if (ended.getAndSet(true)) {
      return;
    }
    operations.ifPresent(bean -> unregister(bean, operationsName));
    unregister(view, viewName);
    watch.close();
    notifications.close();
    close(events);
    close(closing);
  }

  private static void close(@Nullable Subscription subscription) {
    if (subscription != null) {
      subscription.close();
    }
  }

  /** Unregisters a bean of ours, and no other that has the name now. */
  private void unregister(DescribedMBean<?> bean, ObjectName name) {
    if (!bean.isRegistered()) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else was quicker.
    } catch (MBeanRegistrationException e) {
      throw new IllegalStateException(name + " cannot be unregistered", e);
    }
  }
}
