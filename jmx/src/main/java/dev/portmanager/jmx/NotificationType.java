package dev.portmanager.jmx;

/**
 * The kinds of notifications that a port manager's bean sends. The message is for people; the user
 * data is a {@link javax.management.openmbean.CompositeData} with the same facts.
 */
public enum NotificationType {
  /** A port was leased, by any process. Sent only if that was asked for. */
  ALLOCATED("portmanager.port.allocated", "A port of the pool was leased, by any process"),
  /** A lease ended, in whatever way. Sent only if that was asked for. */
  RELEASED("portmanager.port.released", "A lease of the pool ended, in whatever way"),
  /** An allocation of this manager failed since no port was free. */
  EXHAUSTED("portmanager.pool.exhausted", "An allocation failed since no port was free"),
  /** The pool runs low. */
  LOW("portmanager.pool.low", "Few ports of the pool are left"),
  /** A port was to be freed. */
  KILLED("portmanager.process.killed", "A port was to be freed by ending what listens on it"),
  /** Somebody tried an operation that is not allowed. */
  DENIED("portmanager.operation.denied", "An operation was called that is not allowed");

  private final String id;
  private final String description;

  NotificationType(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /**
   * Returns the type as notifications carry it.
   *
   * @return such as {@code portmanager.pool.low}
   */
  public String id() {
    return id;
  }

  /**
   * Returns what it means.
   *
   * @return one sentence without a full stop
   */
  public String description() {
    return description;
  }
}
