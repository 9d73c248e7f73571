package dev.portmanager.core.event;

import dev.portmanager.PortEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread, from the first subscription to the last, and the queues that it empties. After {@link
 * #finish} it knows nothing of the {@link EventBus}, so a thread that an observer holds up keeps no
 * bus alive.
 *
 * <p>To wake a sleeping thread takes a publisher some 14 us, as long as an allocation. So for
 * {@link #WATCH} after an event the thread only naps, at most {@link #LONGEST_NAP_NANOS} at a time,
 * and looks by itself, while publishers do nothing but add to the queues. Only then does it sleep
 * until it is woken, so that a process in which nothing happens is left alone.
 *
 * <p>{@link #publish} and the thread share no lock. The thread announces that it is about to sleep
 * in {@code asleep} and looks at the queues once more; a publisher adds to the queues and then
 * looks at {@code asleep}. All of these are volatile accesses, so at least one of the two sees the
 * other.
 */
final class EventDelivery implements Runnable {

  private static final long SHORTEST_NAP_NANOS = 1_000_000;

  /** How late an event may be delivered. The JVM itself wakes as often. */
  private static final long LONGEST_NAP_NANOS = 50_000_000;

  /** How long after an event the thread looks by itself. */
  static final Duration WATCH = Duration.ofSeconds(10);

  /** Changed only with the lock of the bus held. */
  private final List<ObserverQueue> queues = new CopyOnWriteArrayList<>();

  private final long watchNanos;
  private volatile boolean asleep;
  private volatile boolean finished;

  /** Set before the thread starts and before anybody else sees this object. */
  @SuppressWarnings("NullAway.Init")
  private Thread thread;

  EventDelivery(Duration watch) {
    this.watchNanos = watch.toNanos();
  }

  void add(ObserverQueue queue) {
    queues.add(queue);
  }

  boolean remove(ObserverQueue queue) {
    return queues.remove(queue);
  }

  boolean isEmpty() {
    return queues.isEmpty();
  }

  void start(String threadName) {
    // No inheritable thread locals and no context class loader of whoever subscribes first: either
    // would keep an application alive that has been undeployed.
    thread = new Thread(null, this, threadName, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.start();
  }

  void publish(PortEvent event) {
    for (ObserverQueue queue : queues) {
      queue.offer(event);
    }
    if (asleep) {
      // Spares the publishers that follow the call; whoever clears it wakes the thread.
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  /** Cuts the ties to the bus and lets the thread end once the queues are empty. */
  void finish() {
    queues.forEach(ObserverQueue::detach);
    finished = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    long nap = SHORTEST_NAP_NANOS;
    long lastDelivery = System.nanoTime();
    while (true) {
      // Read first: what was published before the end is in the queues by then.
      boolean last = finished;
      boolean delivered = false;
      for (ObserverQueue queue : queues) {
        delivered |= queue.deliverOne();
      }
      if (delivered) {
        nap = SHORTEST_NAP_NANOS;
        lastDelivery = System.nanoTime();
      } else if (last) {
        return;
      } else if (System.nanoTime() - lastDelivery < watchNanos) {
        nap(nap);
        nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
      } else {
        sleepUntilPublished();
      }
    }
  }

  private void nap(long nanos) {
    boolean ignored = Thread.interrupted();
    if (!finished) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private void sleepUntilPublished() {
    // An observer may leave the thread interrupted, and an interrupted thread never parks.
    boolean ignored = Thread.interrupted();
    asleep = true;
    if (!finished && queues.stream().allMatch(ObserverQueue::isEmpty)) {
      LockSupport.park(this);
    }
    asleep = false;
  }
}
