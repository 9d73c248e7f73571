package dev.portmanager.spi;

import static java.util.Objects.requireNonNull;

/**
 * What became of a request to end a process.
 *
 * @param status whether it was sent
 * @param detail by which way, or why not: a few words for people, such as {@code SIGTERM}
 */
public record SignalOutcome(Status status, String detail) {

  /** Checks that nothing is null. */
  public SignalOutcome {
    requireNonNull(status, "status");
    requireNonNull(detail, "detail");
  }

  /** Whether a request was sent. */
  public enum Status {
    /** It was sent; the process may ignore it. */
    SENT,
    /** The process had ended. */
    GONE,
    /** This process has no right to. */
    DENIED,
    /** There is no way to send it to this process; a stronger one may work. */
    UNSUPPORTED
  }
}
