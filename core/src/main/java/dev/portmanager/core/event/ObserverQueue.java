package dev.portmanager.core.event;

import dev.portmanager.PortEvent;
import dev.portmanager.Subscription;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One observer and the events that wait for it. Any thread may {@link #offer} and {@link #close};
 * only the delivering thread calls {@link #deliverOne}.
 */
final class ObserverQueue implements Subscription {

  /** How many events wait at most. */
  static final int CAPACITY = 1_024;

  private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

  private final Consumer<? super PortEvent> observer;

  /** Leads to the bus, until {@link #detach}. */
  private volatile Consumer<ObserverQueue> onClose;

  // A lock-free queue with a counter beside it: a bounded queue of the JDK takes a lock, and a
  // publisher could wait for a thread that lost the processor while it held that.
  private final Queue<PortEvent> events = new ConcurrentLinkedQueue<>();

  /** How many places are taken; a place is taken before the event is added. */
  private final AtomicInteger taken = new AtomicInteger();

  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  /** Only the delivering thread touches it. */
  private boolean hasFailed;

  ObserverQueue(Consumer<? super PortEvent> observer, Consumer<ObserverQueue> onClose) {
    this.observer = observer;
    this.onClose = onClose;
  }

  /** Adds an event, or counts it as dropped if the queue is full. */
  void offer(PortEvent event) {
    int before;
    do {
      before = taken.get();
      if (before >= CAPACITY) {
        dropped.incrementAndGet();
        return;
      }
    } while (!taken.compareAndSet(before, before + 1));
    events.add(event);
  }

  boolean isEmpty() {
    return closed || events.isEmpty();
  }

  /**
   * Calls the observer with the next event.
   *
   * @return false if there was none, or the subscription is closed
   */
  boolean deliverOne() {
    if (closed) {
      return false;
    }
    PortEvent event = events.poll();
    if (event == null) {
      return false;
    }
    taken.decrementAndGet();
    try {
      observer.accept(event);
    } catch (Throwable e) { // the other observers' thread must survive whatever this one does
      logFailure(e);
    }
    return true;
  }

  private void logFailure(Throwable failure) {
    System.Logger.Level level = hasFailed ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
    hasFailed = true;
    try {
      LOG.log(
          level,
          "an observer of port events failed; it goes on receiving, and further failures of it are"
              + " logged at DEBUG",
          failure);
    } catch (RuntimeException | Error e) {
      // A logger that fails leaves nowhere to say so; the events of the other observers go on.
      failure.addSuppressed(e);
    }
  }

  /** Forgets the bus, so that an observer that never returns doesn't keep it alive. */
  void detach() {
    onClose = queue -> {};
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      events.clear();
    }
  }
}
