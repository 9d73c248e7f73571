package dev.portmanager.spi;

import static java.util.Objects.requireNonNull;

/** Whether a process with a given pid exists now. */
public sealed interface Presence {

  /**
   * It runs.
   *
   * @param startTime when it started, in units since the machine started that no change of the
   *     clock moves, or the system's count of processes at its start; with the pid, the identity of
   *     a process until the machine restarts
   * @param userId the user it runs as, in the form of {@link Host#userId()}
   */
  record Running(long startTime, String userId) implements Presence {

    /** Checks that nothing is null. */
    public Running {
      requireNonNull(userId, "userId");
    }
  }

  /** There is none, or it has ended and only waits to be reaped. */
  record Gone() implements Presence {}

  /**
   * One exists, but its start time may not be seen.
   *
   * @param reason one sentence that says what hides it
   */
  record Unseen(String reason) implements Presence {

    /** Checks that nothing is null. */
    public Unseen {
      requireNonNull(reason, "reason");
    }
  }
}
