package dev.portmanager.core.allocation;

import dev.portmanager.LeaseInfo;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.core.registry.Attempt;
import dev.portmanager.core.registry.Claim;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.core.registry.Terms;
import dev.portmanager.spi.Host;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One search for a port. A candidate is claimed first and probed then, so that nobody who asks the
 * register can take it between; a candidate that turns out to be in use is given up without a
 * trace. To be used by one thread, and closed.
 */
final class PortSearch implements AutoCloseable {

  /** How often to look again where another user's process wanted the same port at once. */
  private static final int CONTENDED_ROUNDS = 8;

  private static final long SHORTEST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 4_000_000;

  private final Pool pool;
  private final LeaseRegistry registry;
  private final PortProbe probe;
  private final IntConsumer conflict;
  private boolean cooling;
  private boolean contended;

  /**
   * Creates a search.
   *
   * @param pool where to look
   * @param registry where to claim
   * @param host the machine
   * @param conflict told of each port that nobody had leased but that is in use
   */
  PortSearch(Pool pool, LeaseRegistry registry, Host host, IntConsumer conflict) {
    this.pool = pool;
    this.registry = registry;
    this.probe = new PortProbe(host);
    this.conflict = conflict;
  }

  /**
   * A port that was found.
   *
   * @param claim the claim behind the lease
   * @param lease what others see
   */
  record Found(Claim claim, LeaseInfo lease) {}

  /** Returns how many ports were probed. */
  int probes() {
    return probe.count();
  }

  /** Tries one port, whoever had it before. */
  Optional<Found> only(int port, Terms terms) {
    return attempt(port, terms.withoutCooldown());
  }

  /** Tries the preferred port, then the one the application had last, then all from any on. */
  Optional<Found> any(OptionalInt preferred, Terms terms) {
    Optional<Found> found = preferred.isPresent() ? attempt(preferred.getAsInt(), terms) : empty();
    if (found.isEmpty()) {
      found = lastOf(terms);
    }
    if (found.isEmpty()) {
      found = sweep(terms);
    }
    if (found.isEmpty() && cooling) {
      found = sweep(terms.withoutCooldown());
    }
    for (int round = 0; found.isEmpty() && contended && round < CONTENDED_ROUNDS; round++) {
      pause();
      found = sweep(terms.withoutCooldown());
    }
    return found;
  }

  private Optional<Found> lastOf(Terms terms) {
    OptionalInt last = registry.lastPort(terms.app(), pool.range());
    return last.isPresent() && pool.offers(last.getAsInt())
        ? attempt(last.getAsInt(), terms)
        : empty();
  }

  private static Optional<Found> empty() {
    return Optional.empty();
  }

  private Optional<Found> sweep(Terms terms) {
    contended = false;
    int size = pool.range().size();
    int start = ThreadLocalRandom.current().nextInt(size);
    for (int step = 0; step < size; step++) {
      int port = pool.range().min() + (start + step) % size;
      if (pool.offers(port)) {
        Optional<Found> found = attempt(port, terms);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Found> attempt(int port, Terms terms) {
    Attempt attempt = registry.tryClaim(port, terms);
    cooling |= attempt == Attempt.Refused.COOLING;
    contended |= attempt == Attempt.Refused.CONTENDED;
    return attempt instanceof Attempt.Granted granted ? settle(granted.claim()) : empty();
  }

  private Optional<Found> settle(Claim claim) {
    boolean kept = false;
    try {
      ProbeResult result = probe.probe(claim.port());
      if (result instanceof ProbeResult.Busy) {
        conflict.accept(claim.port());
      }
      if (result instanceof ProbeResult.Free) {
        Optional<LeaseInfo> lease = registry.commit(claim);
        if (lease.isPresent()) {
          kept = true;
          return Optional.of(new Found(claim, lease.get()));
        }
      }
      return empty();
    } finally {
      if (!kept) {
        registry.withdraw(claim);
      }
    }
  }

  /** Two who stepped back from one another must not come back at the same moment. */
  private static void pause() {
    LockSupport.parkNanos(
        ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
  }

  @Override
  public void close() {
    probe.close();
  }
}
