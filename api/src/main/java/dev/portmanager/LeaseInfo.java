package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One live lease: a snapshot, possibly stale on return.
 *
 * @param app the name of the application that has the port
 * @param port the port
 * @param pid the process whose life the lease is tied to; where {@code expiresAt} is present, the
 *     process that asked for it, which may have ended since
 * @param since when it was given, by the wall clock
 * @param user the login name of the user whose lease it is, or the number where that has no name
 * @param expiresAt when it ends if it is not prolonged; empty if it is tied to the life of {@code
 *     pid}
 */
public record LeaseInfo(
    String app, int port, long pid, Instant since, String user, Optional<Instant> expiresAt) {

  private static final int LONGEST_SHOWN = 64;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code port} is outside 1-65535
   */
  public LeaseInfo {
    requireNonNull(app, "app");
    PortRange.requirePort(port);
    requireNonNull(since, "since");
    requireNonNull(user, "user");
    requireNonNull(expiresAt, "expiresAt");
  }

  /**
   * Returns {@code web on port 8050, pid 4711, user ann}, safe to show: the names may be another
   * user's own words.
   */
  @Override
  public String toString() {
    return Printable.of(app, LONGEST_SHOWN)
        + " on port "
        + port
        + ", pid "
        + pid
        + ", user "
        + Printable.of(user, LONGEST_SHOWN)
        + ", since "
        + since
        + expiresAt.map(end -> ", until " + end).orElse("");
  }
}
