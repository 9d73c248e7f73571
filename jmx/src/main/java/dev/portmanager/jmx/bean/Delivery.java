package dev.portmanager.jmx.bean;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that calls listeners, while there is something to deliver. At most {@value #CAPACITY}
 * deliveries wait; further ones are dropped and counted. Safe for use by several threads; who hands
 * something over never waits.
 */
final class Delivery implements Executor, AutoCloseable {

  static final int CAPACITY = 1_024;

  private static final Duration IDLE = Duration.ofSeconds(5);

  private final AtomicLong dropped = new AtomicLong();
  private final ThreadPoolExecutor thread;

  /**
   * Creates a delivery. Starts no thread.
   *
   * @param name what to name the thread after
   */
  Delivery(String name) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            new DaemonThreads("portmanager-notifications-" + name),
            (work, executor) -> dropped.incrementAndGet());
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    thread.execute(work);
  }

  long dropped() {
    return dropped.get();
  }

  /** Delivers what waits, and takes nothing more: that counts as dropped. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
