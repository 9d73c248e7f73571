package dev.portmanager.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.concurrent.TimeUnit;

/**
 * What this JVM holds of the system, by which a leak is seen.
 *
 * @param descriptors open ones
 * @param threads those of Port Manager
 */
record Holdings(int descriptors, long threads) {

  private static final long DEADLINE_SECONDS = 10;

  static Holdings now() {
    String[] open = new File("/proc/self/fd").list();
    return new Holdings(
        open == null ? 0 : open.length,
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("portmanager-"))
            .count());
  }

  /** Waits until no more is held than this; a thread ends a moment after its work. */
  void requireAgain(String after) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    Holdings last = now();
    while (!last.equals(this) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      last = now();
    }
    assertThat(last).as("held after: %s", after).isEqualTo(this);
  }
}
