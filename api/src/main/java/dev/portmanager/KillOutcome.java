package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What became of one process that held a listener.
 *
 * @param process the process
 * @param result what became of it
 * @param elapsed how long that took
 * @param reason one sentence for people that says how, or why not
 */
public record KillOutcome(ProcessInfo process, Result result, Duration elapsed, String reason) {

  /** Checks that nothing is null. */
  public KillOutcome {
    requireNonNull(process, "process");
    requireNonNull(result, "result");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(reason, "reason");
  }

  /**
   * Tells whether the process was sent a request to end.
   *
   * @return true for TERMINATED, KILLED and SURVIVED
   */
  public boolean attempted() {
    return result == Result.TERMINATED || result == Result.KILLED || result == Result.SURVIVED;
  }

  /** What became of a process. */
  public enum Result {
    /** It was asked, and ended. */
    TERMINATED,
    /** It was forced, and ended. */
    KILLED,
    /** It was asked, and forced where that was allowed, and still runs. */
    SURVIVED,
    /** It ended, or let go of the port, before anything was sent. */
    ALREADY_GONE,
    /** This process has no right to end it; nothing was sent. */
    DENIED,
    /** It is one that must not be ended; nothing was sent. */
    REFUSED,
    /** It would have been asked to end; nothing was sent, since this was a dry run. */
    WOULD_KILL
  }
}
