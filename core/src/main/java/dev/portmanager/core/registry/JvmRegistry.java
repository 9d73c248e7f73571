package dev.portmanager.core.registry;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortRange;
import dev.portmanager.ReleaseOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Leases that are unique in this JVM alone, for machines that have no place for a register.
 *
 * <p>They stand in the system properties, the one map that all class loaders of a JVM share: {@code
 * portmanager.lease.8050} with the lease's id, start and application. Safe for use by several
 * threads, since {@link Properties} is.
 */
public final class JvmRegistry implements LeaseRegistry {

  private static final String PREFIX = "portmanager.lease.";
  private static final char SEPARATOR = '|';

  private final String reason;
  private final String user;
  private final ConcurrentHashMap<Integer, LeaseRecord> last = new ConcurrentHashMap<>();

  /**
   * Creates a registry.
   *
   * @param reason one sentence that says why the machine's register cannot be had
   * @param user the login name of the user this process runs as
   */
  JvmRegistry(String reason, String user) {
    this.reason = reason;
    this.user = user;
  }

  @Override
  public Attempt tryClaim(int port, Terms terms) {
    if (!(terms.tenure() instanceof Tenure.OfProcess process) || process.givenOut()) {
      throw new LeaseRegistryException(
          "a lease for a time, or for another process, outlives this JVM, and so needs the"
              + " machine's register of leases: "
              + reason);
    }
    int hash = Trace.hash(terms.app());
    long now = System.currentTimeMillis();
    LeaseRecord before = last.get(port);
    if (before != null && Trace.isCooling(before.word(), hash, terms.cooldown(), now)) {
      return Attempt.Refused.COOLING;
    }
    long id = ThreadLocalRandom.current().nextLong() | 1;
    LeaseRecord record =
        new LeaseRecord(
            Trace.leased(hash),
            id,
            now,
            process.startTime(),
            process.pid(),
            LeaseRecord.Kind.OWN_PROCESS,
            terms.app());
    return System.getProperties().putIfAbsent(key(port), text(record)) == null
        ? new Attempt.Granted(new Claim(port, id, record))
        : Attempt.Refused.HELD;
  }

  @Override
  public Optional<LeaseInfo> commit(Claim claim) {
    last.put(claim.port(), claim.record());
    return leaseOf(claim.port());
  }

  @Override
  public void withdraw(Claim claim) {
    System.getProperties().remove(key(claim.port()), text(claim.record()));
  }

  @Override
  public boolean release(Claim claim) {
    LeaseRecord r = claim.record();
    long trace = Trace.released(r.word(), System.currentTimeMillis());
    last.put(
        claim.port(),
        new LeaseRecord(
            trace, r.id(), r.sinceMillis(), r.startTime(), r.asker(), r.kind(), r.app()));
    return System.getProperties().remove(key(claim.port()), text(r));
  }

  @Override
  public boolean stands(Claim claim) {
    return text(claim.record()).equals(System.getProperties().get(key(claim.port())));
  }

  @Override
  public Optional<Claim> renew(Terms terms, PortRange range) {
    return Optional.empty();
  }

  @Override
  public OptionalInt lastPort(String app, PortRange range) {
    return last.entrySet().stream()
        .filter(e -> range.contains(e.getKey()) && e.getValue().app().equals(app))
        .max(java.util.Comparator.comparingLong(e -> e.getValue().sinceMillis()))
        .map(e -> OptionalInt.of(e.getKey()))
        .orElseGet(OptionalInt::empty);
  }

  @Override
  public BitSet cooling(PortRange range, Duration cooldown) {
    BitSet cooling = new BitSet();
    long now = System.currentTimeMillis();
    last.forEach(
        (port, record) -> {
          if (range.contains(port)
              && Trace.isCooling(record.word(), cooldown, now)
              && !System.getProperties().containsKey(key(port))) {
            cooling.set(port);
          }
        });
    return cooling;
  }

  @Override
  public Optional<LeaseInfo> leaseOf(int port) {
    return System.getProperties().get(key(port)) instanceof String text
        ? Optional.of(lease(port, text))
        : Optional.empty();
  }

  @Override
  public List<LeaseInfo> leases() {
    List<LeaseInfo> leases = new ArrayList<>();
    for (int port = PortRange.LOWEST_PORT; port <= PortRange.HIGHEST_PORT; port++) {
      leaseOf(port).ifPresent(leases::add);
    }
    return List.copyOf(leases);
  }

  @Override
  public ReleaseOutcome release(LeaseInfo lease, boolean force) {
    Optional<LeaseInfo> held = leaseOf(lease.port()).filter(lease::equals);
    if (held.isEmpty()) {
      return ReleaseOutcome.NOT_LEASED;
    }
    if (!force) {
      return ReleaseOutcome.HELD;
    }
    System.getProperties().remove(key(lease.port()));
    return ReleaseOutcome.RELEASED;
  }

  @Override
  public Diagnosis diagnose() {
    return Diagnosis.limited(
        "registry",
        "leases are unique in this JVM only: " + reason,
        "choose a folder with --registry, the system property portmanager.registry or the"
            + " environment variable PORTMANAGER_REGISTRY");
  }

  @Override
  public void close() {
    // nothing is open
  }

  private static String key(int port) {
    return PREFIX + port;
  }

  private static String text(LeaseRecord record) {
    return record.id() + "" + SEPARATOR + record.sinceMillis() + SEPARATOR + record.app();
  }

  private LeaseInfo lease(int port, String text) {
    String[] parts = text.split("\\|", 3);
    return new LeaseInfo(
        parts[2],
        port,
        ProcessHandle.current().pid(),
        Instant.ofEpochMilli(Long.parseLong(parts[1])),
        user,
        Optional.empty());
  }
}
