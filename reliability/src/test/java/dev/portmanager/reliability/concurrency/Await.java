package dev.portmanager.reliability.concurrency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Await {

  /** Says how many milliseconds to wait; less where faults are expected. */
  static final String PATIENCE = "portmanager.stress.patience";

  private static final long LONGEST_NANOS =
      Duration.ofMillis(Long.getLong(PATIENCE, 5_000)).toNanos();

  private static final long PAUSE_NANOS = 50_000;

  private Await() {}

  /**
   * Waits for some seconds at most.
   *
   * @param condition what to wait for
   * @return whether it came true
   */
  public static boolean comesTrue(BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > LONGEST_NANOS) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
