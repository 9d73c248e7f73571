package dev.portmanager.os.windows.pin;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment by which a wait ends.
 *
 * @param nanoTime the moment, on the clock of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

  /** Longer waits end sooner than asked, in 146 years. */
  private static final long LONGEST = Long.MAX_VALUE / 2;

  static Deadline after(Duration timeout) {
    long nanos =
        timeout.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : Math.max(0, timeout.toNanos());
    return new Deadline(System.nanoTime() + nanos);
  }

  /** Returns the time left, rounded up to a millisecond so that a wait is never cut short. */
  long millisLeft() {
    long left = nanoTime - System.nanoTime();
    return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left + 999_999);
  }
}
