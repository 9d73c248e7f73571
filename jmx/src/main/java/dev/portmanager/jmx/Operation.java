package dev.portmanager.jmx;

/** What a management console may be allowed to do. Nothing of it is allowed unless it is named. */
public enum Operation {
  /** Look up who listens on a port and who has leased it. */
  FIND,
  /** Give leases back. */
  RELEASE,
  /** End the processes that listen on a port. */
  KILL
}
