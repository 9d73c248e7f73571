package dev.portmanager.jmx;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for a condition that nothing announces, with a deadline. */
final class Eventually {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = 5_000_000;

  private Eventually() {}

  /** Repeats an assertion until it holds; throws its last failure at the deadline. */
  static void eventually(ThrowingCallable assertion) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (Throwable e) {
        throw new IllegalStateException("the condition cannot be looked at", e);
      }
    }
  }
}
