package dev.portmanager.core.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What ends a lease by itself. */
public sealed interface Tenure {

  /**
   * The end of a process.
   *
   * @param pid the process, at least 1
   * @param startTime when it started, as {@link dev.portmanager.spi.Presence.Running} tells it
   * @param givenOut whether it is another process than the one that asks
   */
  record OfProcess(long pid, long startTime, boolean givenOut) implements Tenure {}

  /**
   * The end of a time.
   *
   * @param duration at least 1 second; counted in whole seconds
   */
  record OfTime(Duration duration) implements Tenure {

    /** Checks that nothing is null. */
    public OfTime {
      requireNonNull(duration, "duration");
    }
  }
}
