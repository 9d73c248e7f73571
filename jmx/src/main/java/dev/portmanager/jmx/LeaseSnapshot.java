package dev.portmanager.jmx;

import static java.util.Objects.requireNonNull;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * One live lease, in types that JMX can carry.
 *
 * @param application the name of the application that has the port
 * @param port the port
 * @param protocol what the port is leased for: {@code tcp}
 * @param allocatedAt when it was given, by the wall clock
 * @param ageSeconds how long ago that is, in seconds
 * @param pid the process whose life the lease is tied to; null if it is tied to a time
 * @param user the login name of the user whose lease it is
 * @param expiresAt when it ends if it is not prolonged; null if it is tied to a process
 */
public record LeaseSnapshot(
    String application,
    int port,
    String protocol,
    Date allocatedAt,
    long ageSeconds,
    @Nullable Long pid,
    String user,
    @Nullable Date expiresAt) {

  /** Checks that nothing that must be there is null. */
  public LeaseSnapshot {
    requireNonNull(application, "application");
    requireNonNull(protocol, "protocol");
    requireNonNull(allocatedAt, "allocatedAt");
    requireNonNull(user, "user");
  }
}
