package dev.portmanager.core.registry;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the compare-and-set of {@link SlotMapping} linked, which takes longest, and compiled, on
 * memory that nobody can take away: once in a JVM, by a thread of its own that ends when that is
 * done, since the thread that allocates has enough to do. Safe for use by several threads.
 */
final class Rehearsal {

  /**
   * Enough for the first compiler to begin (Tier3InvocationThreshold, Tier0InvokeNotifyFreqLog).
   */
  private static final int UNTIL_NOTICED = 384;

  /** So many tell whether it has done its work. */
  private static final int UNTIL_TOLD = 16;

  /**
   * Where one took less, the JVM made no call of its native method: compiled by the first compiler,
   * one took 85 to 230 ns, else 650 and more.
   */
  private static final long COMPILED_NANOS = 300;

  /** How long it goes on at most: a JVM may have no compiler, a machine no time for it. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** Twice as long each time: the compiler needs a processor, and there may be one only. */
  private static final long SHORTEST_PAUSE_NANOS = 1_000;

  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  /** What the first replacement waits for it at most: usually it comes when it is over. */
  private static final long WAIT_NANOS = 700_000;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  /** Two threads may both be the first. */
  private static boolean awaited;

  private static volatile boolean over;

  private Rehearsal() {}

  /** Begins it, if nobody has; does not wait. */
  static void begin() {
    if (BEGUN.get() || !BEGUN.compareAndSet(false, true)) {
      return;
    }
    Thread thread = new Thread(null, new Run(), "portmanager-rehearsal", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      over = true; // no thread is to be had: then it goes without
    }
  }

  /** Waits for it the first time, for less than a millisecond. An interrupt is left to others. */
  static void await() {
    if (!over && !awaited) {
      awaited = true;
      long begin = System.nanoTime();
      while (!over && System.nanoTime() - begin < WAIT_NANOS) {
        LockSupport.parkNanos(SHORTEST_PAUSE_NANOS);
      }
    }
  }

  /** A class with a name starts sooner than a lambda does. */
  private static final class Run implements Runnable {

    @Override
    public void run() {
      try {
        // In the JDK what is allocated directly is of the class of what is mapped.
        if (ByteBuffer.allocateDirect(Long.BYTES) instanceof MappedByteBuffer scratch) {
          rehearse(scratch);
        }
      } finally {
        over = true;
      }
    }
  }

  private static void rehearse(MappedByteBuffer scratch) {
    SlotMapping.compareAndSet(scratch, 0, 0, 0);
    long begin = System.nanoTime();
    int calls = UNTIL_NOTICED;
    long pause = SHORTEST_PAUSE_NANOS;
    for (long now = begin; now - begin < PATIENCE_NANOS; now = System.nanoTime()) {
      for (int i = 0; i < calls; i++) {
        SlotMapping.compareAndSet(scratch, 0, 0, 0);
      }
      if (System.nanoTime() - now < calls * COMPILED_NANOS) {
        return;
      }
      calls = UNTIL_TOLD;
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }
}
