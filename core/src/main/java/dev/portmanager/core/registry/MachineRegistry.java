package dev.portmanager.core.registry;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PortRange;
import dev.portmanager.ReleaseOutcome;
import dev.portmanager.spi.Host;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Leases that are unique on this machine: among the threads, class loaders and processes of one
 * user by a compare-and-set in that user's register, among users by looking into everybody else's
 * register after claiming in our own, and stepping back.
 *
 * <p>A process may be killed between any two steps: before the compare-and-set nothing has
 * happened; after it the slot names a process that is gone, which anybody may clear; a record
 * without a claim, or of another holder, is not read as a lease. Safe for use by several threads;
 * no lock is held but those of {@link OwnRegister} and {@link RegistryFile}, each for a few system
 * calls on one file.
 */
public final class MachineRegistry implements LeaseRegistry {

  private final OwnRegister own;
  private final Optional<OtherUsers> others;
  private final Host host;
  private final Liveness liveness;
  private final OwnLeases leases;
  private final NewRecords records;
  private final Standing standing;

  /**
   * Opens the register.
   *
   * @param place where it lies
   * @param host the machine
   * @param pidNamespace the name of this process's world of process ids
   * @param expired what to tell of leases that are found to have ended by themselves
   * @throws dev.portmanager.LeaseRegistryException if the place is not safe, or fails
   */
  MachineRegistry(
      RegistryPlace place, Host host, String pidNamespace, Consumer<? super LeaseInfo> expired) {
    this.host = host;
    this.records = new NewRecords(host);
    this.liveness = new Liveness(host);
    String fileName = RegistryPlace.fileName(host, pidNamespace);
    SafeDirectory folder = new SafeDirectory(place.folder(), host);
    this.own = new OwnRegister(new RegistryStore(folder, fileName, liveness));
    this.leases = new OwnLeases(own, host, liveness, expired);
    this.standing = new Standing(own, leases);
    Optional<Path> root = place.commonRoot();
    this.others =
        root.isPresent()
            ? Optional.of(new OtherUsers(root.get(), fileName, host, liveness))
            : Optional.empty();
  }

  @Override
  public Attempt tryClaim(int port, Terms terms) {
    while (true) {
      RegistryFile file = own.current();
      try {
        Attempt attempt = tryClaim(file, port, terms);
        if (!(attempt instanceof Attempt.Granted granted) || own.keep(file, granted.claim())) {
          return attempt;
        }
        // Another thread opened a new file meanwhile: nobody will see a claim in the old one.
      } catch (CutShortException e) {
        e.log();
      }
    }
  }

  private Attempt tryClaim(RegistryFile file, int port, Terms terms) {
    long word = file.word(port);
    if (word != ClaimWord.NOBODY) {
      if (liveness.lives(word)) {
        return Attempt.Refused.HELD;
      }
      leases.clear(file, port, word);
    }
    int hash = Trace.hash(terms.app());
    long now = System.currentTimeMillis();
    if (Trace.isCooling(file.trace(port), hash, terms.cooldown(), now)) {
      return Attempt.Refused.COOLING;
    }
    LeaseRecord record = records.of(terms);
    if (!file.replaceWord(port, ClaimWord.NOBODY, record.word())) {
      return Attempt.Refused.HELD;
    }
    // Our claim must be visible before we look for others': see OtherUsers.objection.
    VarHandle.fullFence();
    Optional<Attempt.Refused> objection = Optional.empty();
    boolean looked = false;
    try {
      objection = objection(port, terms);
      looked = true;
    } finally {
      if (!looked || objection.isPresent()) {
        file.replaceWord(port, record.word(), ClaimWord.NOBODY);
      }
    }
    return objection.isPresent()
        ? objection.get()
        : new Attempt.Granted(new Claim(port, record.word(), record));
  }

  private Optional<Attempt.Refused> objection(int port, Terms terms) {
    try {
      return others.isEmpty() ? Optional.empty() : others.get().objection(port, terms);
    } catch (IOException e) {
      throw own.store().failure("has neighbours that cannot be read", e);
    }
  }

  @Override
  public Optional<LeaseInfo> commit(Claim claim) {
    RegistryFile file = own.latest();
    if (!own.has(claim)) {
      return Optional.empty(); // another process claimed the port in the file that replaced ours
    }
    if (!standing.isNamed(claim)) {
      own.forget(claim); // its time was over before it was committed, and the port is another's now
      return Optional.empty();
    }
    boolean written = false;
    try {
      write(file, claim);
      written = true;
    } finally {
      if (!written) {
        withdraw(claim);
      }
    }
    // If the file vanished under way, this enters the claim in the next one.
    return standing.isNamed(claim) && own.has(claim)
        ? Optional.of(leases.view(claim.port(), claim.word(), claim.record()))
        : Optional.empty();
  }

  private void write(RegistryFile file, Claim claim) {
    try {
      own.write(file, claim);
      own.enter(file, claim);
    } catch (CutShortException e) {
      e.log(); // the claim is entered in the next file
    }
  }

  @Override
  public void withdraw(Claim claim) {
    RegistryFile file = own.current();
    if (own.forget(claim)) {
      try {
        file.replaceWord(claim.port(), claim.word(), ClaimWord.NOBODY);
      } catch (CutShortException e) {
        e.log(); // the claim is gone with the file
      }
    }
    while (!own.isCurrent(file)) {
      file = own.current();
      try {
        own.clear(file, claim);
      } catch (CutShortException e) {
        e.log();
      }
    }
  }

  @Override
  public boolean release(Claim claim) {
    boolean stood = stands(claim);
    RegistryFile stoodIn = own.latest();
    own.forget(claim);
    if (claim.record().kind() != LeaseRecord.Kind.OWN_PROCESS) {
      own.store().strike(claim.record());
    }
    return stood && end(stoodIn, claim);
  }

  /**
   * Ends a lease in the register, and in the one that took its place meanwhile, if any did: whoever
   * made that may have done so before or after the lease was taken out of the journal.
   */
  private boolean end(RegistryFile stoodIn, Claim claim) {
    boolean ended = false;
    while (true) {
      RegistryFile file = own.current();
      ended |= file != stoodIn;
      try {
        if (own.stands(file, claim) || (file == stoodIn && leases.isOverwritten(file, claim))) {
          ended |= end(file, claim.port(), claim.record());
        }
      } catch (CutShortException e) {
        e.log();
      }
      if (own.isCurrent(file)) {
        return ended;
      }
    }
  }

  private static boolean end(RegistryFile file, int port, LeaseRecord record) {
    while (true) {
      long trace = file.trace(port);
      long word = file.word(port);
      if (word == ClaimWord.NOBODY || !ClaimWord.sameHolder(word, record.word())) {
        return false;
      }
      long released = Trace.released(trace, System.currentTimeMillis());
      boolean marked = file.replaceTrace(port, trace, released);
      if (file.replaceWord(port, word, ClaimWord.NOBODY)) {
        return true;
      }
      if (marked && file.word(port) != ClaimWord.NOBODY) {
        file.replaceTrace(port, released, trace); // it may have been the next lease's already
      }
    }
  }

  @Override
  public boolean stands(Claim claim) {
    return standing.stands(claim);
  }

  @Override
  public Optional<Claim> renew(Terms terms, PortRange range) {
    RegistryFile file = own.current();
    LeaseRecord wanted = records.of(terms);
    for (int port = range.min(); port <= range.max(); port++) {
      long word = file.word(port);
      boolean timed = wanted.kind() == LeaseRecord.Kind.TIME;
      if (timed ? !ClaimWord.isTimed(word) : !ClaimWord.sameProcess(word, wanted.word())) {
        continue;
      }
      Optional<LeaseRecord> record =
          leases
              .record(file, port, word)
              .filter(r -> r.kind() == wanted.kind() && r.app().equals(terms.app()))
              .filter(r -> liveness.lives(word));
      long prolonged =
          timed ? ClaimWord.endingAt(word, ClaimWord.endUptimeSeconds(wanted.word())) : word;
      if (record.isPresent() && file.replaceWord(port, word, prolonged)) {
        Claim claim = new Claim(port, prolonged, record.get());
        if (timed) {
          own.enter(file, claim);
        }
        // In a register that was made meanwhile it may still end when it would have.
        return own.isCurrent(file) ? Optional.of(claim) : renew(terms, range);
      }
    }
    return Optional.empty();
  }

  @Override
  public OptionalInt lastPort(String app, PortRange range) {
    try {
      return leases.lastPort(own.latest(), app, range);
    } catch (CutShortException e) {
      e.log();
      return OptionalInt.empty(); // it is a wish only
    }
  }

  @Override
  public BitSet cooling(PortRange range, Duration cooldown) {
    return leases.cooling(own.current(), range, cooldown);
  }

  @Override
  public Optional<LeaseInfo> leaseOf(int port) {
    Optional<LeaseInfo> mine = leases.live(own.current(), port);
    try {
      return mine.isPresent() || others.isEmpty() ? mine : others.get().leaseOf(port);
    } catch (IOException e) {
      throw own.store().failure("has neighbours that cannot be read", e);
    }
  }

  @Override
  public List<LeaseInfo> leases() {
    RegistryFile file = own.current();
    List<LeaseInfo> all = new ArrayList<>(leases.live(file));
    while (!own.isCurrent(file)) { // what was released meanwhile was released in the next one
      file = own.current();
      all = new ArrayList<>(leases.live(file));
    }
    try {
      if (others.isPresent()) {
        all.addAll(others.get().leases());
      }
    } catch (IOException e) {
      throw own.store().failure("has neighbours that cannot be read", e);
    }
    all.sort(Comparator.comparingInt(LeaseInfo::port));
    return List.copyOf(all);
  }

  @Override
  public ReleaseOutcome release(LeaseInfo lease, boolean force) {
    if (!lease.user().equals(host.userName(host.userId()))) {
      return leaseOf(lease.port()).filter(lease::equals).isPresent()
          ? ReleaseOutcome.OTHER_USER
          : ReleaseOutcome.NOT_LEASED;
    }
    RegistryFile file = own.current();
    long word = file.word(lease.port());
    Optional<LeaseRecord> record =
        leases
            .record(file, lease.port(), word)
            .filter(r -> r.app().equals(lease.app()))
            .filter(r -> r.sinceMillis() == lease.since().toEpochMilli());
    if (record.isEmpty() || !liveness.lives(word)) {
      return ReleaseOutcome.NOT_LEASED;
    }
    if (record.get().kind() != LeaseRecord.Kind.TIME && !force) {
      return ReleaseOutcome.HELD;
    }
    own.store().strike(record.get());
    return end(file, new Claim(lease.port(), word, record.get()))
        ? ReleaseOutcome.RELEASED
        : ReleaseOutcome.NOT_LEASED;
  }

  @Override
  public Diagnosis diagnose() {
    own.current();
    return Diagnosis.ok(
        "registry",
        (others.isPresent()
                ? "leases are unique on this machine, recorded in "
                : "leases are unique among the users of ")
            + own.store().file());
  }

  @Override
  public void close() {
    own.close();
  }
}
