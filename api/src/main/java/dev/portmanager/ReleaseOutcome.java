package dev.portmanager;

/** What became of a lease that was to be released for another process. */
public enum ReleaseOutcome {
  /** It was released. */
  RELEASED,
  /** There is no such lease any more. */
  NOT_LEASED,
  /** Its process lives, and {@code force} was not set. */
  HELD,
  /** It is another user's; only that user's processes can release it. */
  OTHER_USER
}
