package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** Who holds a listener: processes that are known, processes that cannot be seen, or none. */
public sealed interface Ownership {

  /**
   * The processes that hold the socket.
   *
   * @param owners at least one process, in order of pid
   * @param caveat why there may be owners besides these; empty if every process was looked at and
   *     these are all
   */
  record Known(List<ProcessInfo> owners, Optional<String> caveat) implements Ownership {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if {@code owners} is empty
     */
    public Known {
      owners = List.copyOf(owners);
      requireNonNull(caveat, "caveat");
      if (owners.isEmpty()) {
        throw new IllegalArgumentException("a known ownership names at least one process");
      }
    }

    /**
     * Creates an ownership known to be complete.
     *
     * @param owners all owners, at least one
     * @throws IllegalArgumentException if {@code owners} is empty
     */
    public Known(List<ProcessInfo> owners) {
      this(owners, Optional.empty());
    }
  }

  /**
   * An owner exists, or may exist, that this process is not allowed to see.
   *
   * @param reason one sentence that says what hid it and what would make it visible
   */
  record Hidden(String reason) implements Ownership {

    /** Checks that nothing is null. */
    public Hidden {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * No process holds the socket by a descriptor: the kernel itself does, or it is held in a way
   * that no table shows (an unread message, a ring of io_uring).
   *
   * @param reason one sentence that says how this was found
   */
  record None(String reason) implements Ownership {

    /** Checks that nothing is null. */
    public None {
      requireNonNull(reason, "reason");
    }
  }
}
