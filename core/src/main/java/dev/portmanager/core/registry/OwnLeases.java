package dev.portmanager.core.registry;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortRange;
import dev.portmanager.spi.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads the leases of this user's register, and clears those whose holder is gone. Stateless, so
 * safe for use by several threads.
 */
final class OwnLeases {

  private final OwnRegister own;
  private final Host host;
  private final Liveness liveness;
  private final Consumer<? super LeaseInfo> expired;

  OwnLeases(OwnRegister own, Host host, Liveness liveness, Consumer<? super LeaseInfo> expired) {
    this.own = own;
    this.host = host;
    this.liveness = liveness;
    this.expired = expired;
  }

  /** Returns the live lease of a port, if this user has one. */
  Optional<LeaseInfo> live(RegistryFile file, int port) {
    long word = file.word(port);
    if (word == ClaimWord.NOBODY) {
      return Optional.empty();
    }
    if (!liveness.lives(word)) {
      clear(file, port, word);
      return Optional.empty();
    }
    return recorded(file, port, word, liveness);
  }

  /** Returns all live leases of this user. */
  List<LeaseInfo> live(RegistryFile file) {
    List<LeaseInfo> leases = new ArrayList<>();
    Liveness pass = liveness.forOnePass();
    for (int port = file.nextTaken(PortRange.LOWEST_PORT);
        port <= PortRange.HIGHEST_PORT;
        port = file.nextTaken(port + 1)) {
      long word = file.word(port);
      if (word == ClaimWord.NOBODY) {
        continue; // released since
      }
      // Who seems to be gone is asked for again, since it would be cleared.
      Optional<LeaseInfo> lease =
          pass.lives(word) ? recorded(file, port, word, pass) : live(file, port);
      lease.ifPresent(leases::add);
    }
    return leases;
  }

  private Optional<LeaseInfo> recorded(RegistryFile file, int port, long word, Liveness judge) {
    Optional<LeaseRecord> record = record(file, port, word);
    return record.isPresent()
        ? Optional.of(view(port, word, record.get(), judge))
        : Optional.empty();
  }

  /** Reads the record of a port, if it is whole and of the holder that the word names. */
  Optional<LeaseRecord> record(RegistryFile from, int port, long word) {
    Optional<LeaseRecord> record = own.anyRecord(from, port);
    return record.isPresent()
            && ClaimWord.sameHolder(record.get().word(), word)
            && !Trace.isReleased(from.trace(port)) // else it is of that holder's lease before
        ? record
        : Optional.empty();
  }

  /**
   * Tells whether a slot names the holder of a claim and the record is no lease of that holder: a
   * process that was stopped before its commit wrote it late, or was killed meanwhile. Where the
   * claim stood, the slot is still the claim's.
   */
  boolean isOverwritten(RegistryFile file, Claim claim) {
    return ClaimWord.sameHolder(file.word(claim.port()), claim.word())
        && own.anyRecord(file, claim.port())
            .filter(record -> ClaimWord.sameHolder(record.word(), claim.word()))
            .isEmpty();
  }

  /** Returns the ports of a range that nobody has leased and that were released of late. */
  BitSet cooling(RegistryFile file, PortRange range, Duration cooldown) {
    BitSet cooling = new BitSet();
    long now = System.currentTimeMillis();
    for (int port = range.min(); port <= range.max(); port++) {
      if (Trace.isCooling(file.trace(port), cooldown, now) && file.word(port) == ClaimWord.NOBODY) {
        cooling.set(port);
      }
    }
    return cooling;
  }

  /** Clears the slot of a holder that is gone. The cool-down begins now, when that is noticed. */
  void clear(RegistryFile file, int port, long word) {
    Optional<LeaseRecord> record = record(file, port, word);
    long trace = file.trace(port);
    if (file.word(port) == word
        && file.replaceTrace(port, trace, Trace.released(trace, System.currentTimeMillis()))
        && file.replaceWord(port, word, ClaimWord.NOBODY)) {
      if (record.isPresent()) {
        expired.accept(view(port, word, record.get()));
      }
    }
  }

  /** Returns what others see of a lease of this user. */
  LeaseInfo view(int port, long word, LeaseRecord record) {
    return view(port, word, record, liveness);
  }

  private LeaseInfo view(int port, long word, LeaseRecord record, Liveness judge) {
    return LeaseView.of(port, word, record, judge).ownedBy(host.userName(host.userId()));
  }

  /** Returns the port that an application had last, by the records it left. */
  OptionalInt lastPort(RegistryFile file, String app, PortRange range) {
    int hash = Trace.hash(app);
    OptionalInt last = OptionalInt.empty();
    long newest = Long.MIN_VALUE;
    int end = range.max() + 1;
    for (int port = file.nextTraced(range.min(), end, hash);
        port < end;
        port = file.nextTraced(port + 1, end, hash)) {
      Optional<LeaseRecord> record = own.anyRecord(file, port);
      if (record.isPresent()
          && record.get().app().equals(app)
          && record.get().sinceMillis() > newest) {
        newest = record.get().sinceMillis();
        last = OptionalInt.of(port);
      }
    }
    return last;
  }
}
