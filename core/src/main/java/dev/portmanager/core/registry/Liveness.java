package dev.portmanager.core.registry;

import dev.portmanager.LeaseRequest;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the holder that a claim word names still lives. Safe for several threads, save
 * what {@link #forOnePass} returns.
 */
class Liveness {

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

  private Liveness(Liveness other) {
    this.host = other.host;
    this.ownPid = other.ownPid;
    this.self = other.self;
  }

  /**
   * Returns a judge for one pass over many words, in one thread: it asks the machine once for each
   * process, and once for the time. What it says was true at some moment since the pass began; a
   * word that is read later may name a process that is younger than that, so nothing must be
   * cleared on its word alone.
   */
  Liveness forOnePass() {
    return new OnePass(this);
  }

  /** Returns the claim word of this process. */
  long ownWord() {
    return ClaimWord.ofProcess(ownPid, self.isPresent() ? self.get().startTime() : 0);
  }

  /** Returns the time since the machine started. */
  Duration uptime() {
    return host.uptime();
  }

  /** Returns what is known of a process. */
  Presence presence(long pid) {
    return host.presence(pid);
  }

  /** Judges a word of this user's own register: a process that may not be seen counts as alive. */
  boolean lives(long word) {
    if (ClaimWord.isTimed(word)) {
      long left = ClaimWord.endUptimeSeconds(word) - uptime().toSeconds();
      return left > 0 && left <= LONGEST_SECONDS;
    }
    if (ClaimWord.pid(word) == ownPid && self.isPresent()) {
      return ClaimWord.startedAt(word, self.get().startTime());
    }
    Presence now = presence(ClaimWord.pid(word));
    return now instanceof Presence.Running running
        ? ClaimWord.startedAt(word, running.startTime())
        : now instanceof Presence.Unseen;
  }

  /**
   * Judges a word of another user's register: a process counts only if it is that user's, so that
   * nobody can block ports in the name of a process that is not theirs.
   */
  boolean lives(long word, String user) {
    if (ClaimWord.isTimed(word) || user.equals(ROOT)) {
      return lives(word);
    }
    Presence now = presence(ClaimWord.pid(word));
    return now instanceof Presence.Running running
        ? ClaimWord.startedAt(word, running.startTime()) && running.userId().equals(user)
        : now instanceof Presence.Unseen;
  }

  /** Remembers each answer. */
  private static final class OnePass extends Liveness {

    private final Map<Long, Presence> known = new HashMap<>();
    private @Nullable Duration uptime;

    OnePass(Liveness asked) {
      super(asked);
    }

    @Override
    Duration uptime() {
      Duration read = uptime;
      if (read == null) {
        read = super.uptime();
        uptime = read;
      }
      return read;
    }

    @Override
    Presence presence(long pid) {
      return known.computeIfAbsent(pid, super::presence);
    }
  }
}
