package dev.portmanager.core.registry;

import dev.portmanager.LeaseInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What others see of a lease, still without the name of its user.
 *
 * @param app the application's name
 * @param port the port
 * @param pid the process it is tied to, or the one that asked
 * @param since when it was given
 * @param expiresAt when it ends, if it is timed
 */
record LeaseView(String app, int port, long pid, Instant since, Optional<Instant> expiresAt) {

  static LeaseView of(int port, long word, LeaseRecord record, Liveness liveness) {
    boolean timed = ClaimWord.isTimed(word);
    Optional<Instant> end =
        timed
            ? Optional.of(
                Instant.now()
                    .plus(
                        Duration.ofSeconds(ClaimWord.endUptimeSeconds(word))
                            .minus(liveness.uptime())))
            : Optional.empty();
    return new LeaseView(
        record.app(),
        port,
        timed ? record.asker() : ClaimWord.pid(word),
        Instant.ofEpochMilli(record.sinceMillis()),
        end);
  }

  LeaseInfo ownedBy(String user) {
    return new LeaseInfo(app, port, pid, since, user, expiresAt);
  }
}
