package dev.portmanager.reliability.soak;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Does one operation after another, and rests fifteen times as long as each took, so that the load
 * is the same moderate one on any machine.
 */
final class Worker extends Thread {

  private static final int REST = 15;
  private static final long SHORTEST_REST_NANOS = 200_000;
  private static final long LONGEST_REST_NANOS = 500_000_000;

  private final Callable<?> operation;
  private final ReadWriteLock pauses;
  private final AtomicLong done;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /**
   * Creates a worker.
   *
   * @param name the thread's
   * @param operation does one thing and leaves nothing behind
   * @param pauses its read lock is held while an operation is under way
   * @param done counts the operations
   */
  Worker(String name, Callable<?> operation, ReadWriteLock pauses, AtomicLong done) {
    super(name);
    this.operation = operation;
    this.pauses = pauses;
    this.done = done;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        long start;
        pauses.readLock().lock();
        try {
          start = System.nanoTime();
          operation.call();
        } finally {
          pauses.readLock().unlock();
        }
        done.incrementAndGet();
        long rest = (System.nanoTime() - start) * REST;
        LockSupport.parkNanos(Math.max(SHORTEST_REST_NANOS, Math.min(rest, LONGEST_REST_NANOS)));
      }
    } catch (Exception | Error e) {
      failure = e; // thrown by check(), which the run asks at every sample
    }
  }

  /** Throws what ended this worker early. */
  void check() {
    if (failure != null) {
      throw new IllegalStateException(getName() + " failed", failure);
    }
  }

  void end() throws InterruptedException {
    stopped = true;
    join();
    check();
  }
}
