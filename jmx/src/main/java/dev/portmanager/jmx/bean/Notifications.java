package dev.portmanager.jmx.bean;

import dev.portmanager.jmx.NotificationType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Sends notifications to the listeners of one bean, without ever waiting for one. Safe for use by
 * several threads.
 */
final class Notifications extends NotificationBroadcasterSupport implements AutoCloseable {

  private final ObjectName source;
  private final Delivery delivery;
  private final AtomicLong sequence = new AtomicLong();

  /** What the superclass keeps for itself: who listens. */
  private final List<Listening> listening = new CopyOnWriteArrayList<>();

  private volatile Runnable onListener = () -> {};

  /**
   * Creates a sender without listeners.
   *
   * @param source the name of the bean that sends
   * @param delivery what calls the listeners
   */
  Notifications(ObjectName source, Delivery delivery) {
    super(delivery, kinds());
    this.source = source;
    this.delivery = delivery;
  }

  private static MBeanNotificationInfo[] kinds() {
    return Arrays.stream(NotificationType.values())
        .map(
            type ->
                new MBeanNotificationInfo(
                    new String[] {type.id()}, Notification.class.getName(), type.description()))
        .toArray(MBeanNotificationInfo[]::new);
  }

  /** One listening, as often as it was asked for: no two of these are equal. */
  private static final class Listening {

    private final @Nullable NotificationListener listener;
    private final @Nullable NotificationFilter filter;
    private final @Nullable Object handback;

    Listening(
        @Nullable NotificationListener listener,
        @Nullable NotificationFilter filter,
        @Nullable Object handback) {
      this.listener = listener;
      this.filter = filter;
      this.handback = handback;
    }

    boolean isOf(@Nullable NotificationListener other) {
      return listener == other;
    }

    boolean isOf(
        @Nullable NotificationListener other,
        @Nullable NotificationFilter otherFilter,
        @Nullable Object otherHandback) {
      return listener == other && filter == otherFilter && handback == otherHandback;
    }
  }

  /** Sets what to do whenever a listener comes. */
  void onListener(Runnable action) {
    onListener = action;
  }

  boolean hasListeners() {
    return !listening.isEmpty();
  }

  long dropped() {
    return delivery.dropped();
  }

  /**
   * Sends one notification.
   *
   * @param type its kind
   * @param message one sentence for people, the port first: consoles have narrow columns
   * @param userData the same facts for programs
   */
  void send(NotificationType type, String message, CompositeData userData) {
    if (!hasListeners()) {
      return;
    }
    Notification notification =
        new Notification(
            type.id(), source, sequence.incrementAndGet(), System.currentTimeMillis(), message);
    notification.setUserData(userData);
    sendNotification(notification);
  }

  @Override
  public void addNotificationListener(
      @Nullable NotificationListener listener,
      @Nullable NotificationFilter filter,
      @Nullable Object handback) {
    super.addNotificationListener(listener, filter, handback);
    listening.add(new Listening(listener, filter, handback));
    onListener.run();
  }

  @Override
  public void removeNotificationListener(@Nullable NotificationListener listener)
      throws ListenerNotFoundException {
    super.removeNotificationListener(listener);
    listening.removeIf(one -> one.isOf(listener));
  }

  @Override
  public void removeNotificationListener(
      @Nullable NotificationListener listener,
      @Nullable NotificationFilter filter,
      @Nullable Object handback)
      throws ListenerNotFoundException {
    super.removeNotificationListener(listener, filter, handback);
    listening.stream()
        .filter(one -> one.isOf(listener, filter, handback))
        .findFirst()
        .ifPresent(listening::remove);
  }

  @Override
  public void close() {
    delivery.close();
  }
}
