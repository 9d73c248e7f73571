package dev.portmanager.core.event;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortEvent;
import dev.portmanager.Subscription;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of one manager to its observers, without ever holding up who publishes them.
 * Safe for use by several threads.
 *
 * <p>Each subscription has a queue of {@value ObserverQueue#CAPACITY} events; when that is full,
 * the newest event is dropped and counted. One daemon thread, named {@code
 * portmanager-events-<name>}, takes the events from the queues, one from each in turn, and calls
 * the observers, so each observer gets its events in order, one at a time, within about 50 ms;
 * while one observer dawdles, the others wait, and lose what their queues can't hold. The thread
 * starts with the first subscription, ends with the last, and is started anew by a later one.
 *
 * <p>What guards what: {@code lock} guards the coming and going of subscriptions and of the thread;
 * publishing takes no lock, it reads one volatile field and adds to lock-free queues. Nothing that
 * belongs to a stranger, no observer and no logger, is called with the lock held.
 */
public final class EventBus implements AutoCloseable {

  private final String name;
  private final Duration watch;
  private final Object lock = new Object();

  /** Null while there is no subscription. Written with the lock held, read without. */
  private volatile @Nullable EventDelivery delivery;

  /** Guarded by the lock. */
  private boolean closed;

  /**
   * Creates a bus. Starts no thread.
   *
   * @param name what to name the thread after
   */
  public EventBus(String name) {
    this(name, EventDelivery.WATCH);
  }

  /**
   * Creates a bus. Starts no thread.
   *
   * @param name what to name the thread after
   * @param watch how long the thread looks for further events by itself before it has to be woken
   */
  EventBus(String name, Duration watch) {
    this.name = requireNonNull(name, "name");
    this.watch = watch;
  }

  /**
   * Subscribes to the events that are published from now on.
   *
   * <p>An observer that throws, whatever it throws, goes on receiving: the first failure of a
   * subscription is logged at WARNING, later ones at DEBUG. An error of the virtual machine is no
   * exception to that, since the thread serves other observers too.
   *
   * @param observer what to call, on the bus's thread
   * @return the subscription, which may be closed by any thread, the observer's own call included
   * @throws IllegalStateException if the bus is closed
   */
  public Subscription subscribe(Consumer<? super PortEvent> observer) {
    requireNonNull(observer, "observer");
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException(
            "cannot subscribe to the events of \"" + name + "\": its manager is closed");
      }
      EventDelivery current = delivery;
      boolean first = current == null;
      if (current == null) {
        current = new EventDelivery(watch);
      }
      ObserverQueue queue = new ObserverQueue(observer, this::unsubscribe);
      current.add(queue);
      if (first) {
        current.start("portmanager-events-" + name);
        // Only once the thread runs: where none can be had, the next subscriber tries again.
        delivery = current;
      }
      return queue;
    }
  }

  /**
   * Hands an event to every subscription. Never waits and never throws; without a subscription it
   * costs one read of a field, and after {@link #close()} it does nothing.
   *
   * @param event what happened
   */
  public void publish(PortEvent event) {
    EventDelivery current = delivery;
    if (current != null) {
      current.publish(event);
    }
  }

  /**
   * Tells whether anybody would get an event, so that building one can be saved.
   *
   * @return true if there is a subscription
   */
  public boolean hasSubscribers() {
    return delivery != null;
  }

  /**
   * Takes no more events and no more subscriptions. What was published before is still delivered,
   * by the thread, which then ends and from now on keeps neither this bus nor what belongs to it
   * from being collected. Does not wait for that. Does nothing if it is closed.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      EventDelivery current = delivery;
      if (current != null) {
        delivery = null;
        current.finish();
      }
    }
  }

  private void unsubscribe(ObserverQueue queue) {
    synchronized (lock) {
      EventDelivery current = delivery;
      // After close, or when an earlier thread's subscription is closed, there is nothing to do.
      if (current != null && current.remove(queue) && current.isEmpty()) {
        delivery = null;
        current.finish();
      }
    }
  }
}
