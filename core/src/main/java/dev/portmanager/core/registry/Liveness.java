package dev.portmanager.core.registry;

import dev.portmanager.LeaseRequest;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.util.Optional;

/** Judges whether the holder that a claim word names still lives. Safe for several threads. */
final class Liveness {

  private static final String ROOT = "0";

  /** What lasts longer than a lease can was not written by us. */
  private static final long LONGEST_SECONDS = LeaseRequest.MAX_DURATION.toSeconds() + 2;

  private final Host host;
  private final long ownPid;
  private final Optional<Presence.Running> self;

  Liveness(Host host) {
    this.host = host;
    this.ownPid = host.pid();
    this.self =
        host.presence(ownPid) instanceof Presence.Running running
            ? Optional.of(running)
            : Optional.empty();
  }

  /** Judges a word of this user's own register: a process that may not be seen counts as alive. */
  boolean lives(long word) {
    if (ClaimWord.isTimed(word)) {
      long left = ClaimWord.endUptimeSeconds(word) - host.uptime().toSeconds();
      return left > 0 && left <= LONGEST_SECONDS;
    }
    if (ClaimWord.pid(word) == ownPid && self.isPresent()) {
      return ClaimWord.startedAt(word, self.get().startTime());
    }
    Presence presence = host.presence(ClaimWord.pid(word));
    return presence instanceof Presence.Running running
        ? ClaimWord.startedAt(word, running.startTime())
        : presence instanceof Presence.Unseen;
  }

  /**
   * Judges a word of another user's register: a process counts only if it is that user's, so that
   * nobody can block ports in the name of a process that is not theirs.
   */
  boolean lives(long word, String user) {
    if (ClaimWord.isTimed(word) || user.equals(ROOT)) {
      return lives(word);
    }
    Presence presence = host.presence(ClaimWord.pid(word));
    return presence instanceof Presence.Running running
        ? ClaimWord.startedAt(word, running.startTime()) && running.userId().equals(user)
        : presence instanceof Presence.Unseen;
  }
}
