package dev.portmanager.core.allocation;

import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortStatus;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.Printable;
import dev.portmanager.core.allocation.PortSearch.Found;
import dev.portmanager.core.event.EventBus;
import dev.portmanager.core.lookup.Exhaustion;
import dev.portmanager.core.lookup.PortLookup;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.core.registry.Tenure;
import dev.portmanager.core.registry.Terms;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Finds a port for a request, waiting where that is asked for. Safe for several threads. */
final class LeaseFinder {

  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  /** How often to search again where a port that was found could not be held. */
  private static final int MOST_LOST_HOLDS = 16;

  private final Pool pool;
  private final LeaseRegistry registry;
  private final PortLookup lookup;
  private final EventBus events;
  private final Tenure.OfProcess self;

  LeaseFinder(Pool pool, LeaseRegistry registry, PortLookup lookup, EventBus events) {
    this.pool = pool;
    this.registry = registry;
    this.lookup = lookup;
    this.events = events;
    long pid = lookup.host().pid();
    long started =
        lookup.host().presence(pid) instanceof Presence.Running running ? running.startTime() : 0;
    this.self = new Tenure.OfProcess(pid, started, false);
  }

  static boolean isOwn(Terms terms) {
    return terms.tenure() instanceof Tenure.OfProcess process && !process.givenOut();
  }

  /**
   * Returns the terms of a request.
   *
   * @throws IllegalArgumentException if it names a process that does not live or is not this user's
   */
  Terms terms(LeaseRequest request) {
    Tenure tenure = self;
    if (request.duration().isPresent()) {
      tenure = new Tenure.OfTime(request.duration().get());
    } else if (request.holderPid().isPresent() && request.holderPid().getAsLong() != self.pid()) {
      tenure = other(request.holderPid().getAsLong());
    }
    return new Terms(request.appName(), tenure, pool.cooldown());
  }

  private Tenure other(long pid) {
    Host host = lookup.host();
    if (!(host.presence(pid) instanceof Presence.Running running)) {
      throw new IllegalArgumentException(
          "holderPid must be a live process that this user can see, but was " + pid);
    }
    if (!running.userId().equals(host.userId()) && !host.userId().equals("0")) {
      throw new IllegalArgumentException(
          "holderPid must be a process of user "
              + host.userName(host.userId())
              + " but "
              + pid
              + " is one of "
              + host.userName(running.userId()));
    }
    return new Tenure.OfProcess(pid, running.startTime(), true);
  }

  /**
   * Finds a port.
   *
   * @param request what is asked for
   * @param terms its terms
   * @param leases the leases that the new one belongs to
   * @return the lease, committed
   * @throws PortManagerException if there is none in the time given
   */
  ManagedLease find(LeaseRequest request, Terms terms, Leases leases) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    int lostHolds = 0;
    try (PortSearch search = search(request.appName())) {
      while (true) {
        Optional<Found> found =
            request.strict()
                ? search.only(request.preferredPort().orElseThrow(), terms)
                : search.any(request.preferredPort(), terms);
        Optional<ManagedLease> made =
            found.isPresent() ? make(found.get(), request, terms, leases) : Optional.empty();
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        if (made.isPresent()) {
          if (events.hasSubscribers()) {
            events.publish(
                new PortEvent.Leased(Instant.now(), made.get().info(), spent, search.probes()));
          }
          return made.get();
        }
        if (found.isPresent() && lostHolds++ < MOST_LOST_HOLDS) {
          continue; // one port was lost, which says nothing of the others
        }
        long left = request.maxWait().minus(spent).toNanos();
        if (left <= 0) {
          throw failure(request, spent, search.probes());
        }
        await(Math.min(left, pause), request.appName());
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    }
  }

  /** Publishes that a port was busy that nobody had leased. */
  private record Conflicts(EventBus events, String app) implements IntConsumer {

    @Override
    public void accept(int port) {
      events.publish(new PortEvent.Conflict(Instant.now(), app, port));
    }
  }

  private PortSearch search(String app) {
    return new PortSearch(pool, registry, lookup.host(), new Conflicts(events, app));
  }

  private Optional<ManagedLease> make(
      Found found, LeaseRequest request, Terms terms, Leases leases) {
    ManagedLease lease = new ManagedLease(found.claim(), found.lease(), leases, isOwn(terms));
    if (request.hold() && !lease.hold()) {
      discard(lease); // somebody took the port, or tried it, between the probe and the hold
      return Optional.empty();
    }
    return Optional.of(lease);
  }

  /** Ends a lease that nobody has seen. */
  void discard(ManagedLease lease) {
    if (lease.end()) {
      registry.withdraw(lease.claim());
    }
  }

  private PortManagerException failure(LeaseRequest request, Duration spent, int probes) {
    if (request.strict()) {
      PortStatus status = lookup.status(request.preferredPort().orElseThrow());
      return new PortUnavailableException(
          "port "
              + status.port()
              + " cannot be had for \""
              + Printable.of(request.appName(), 64)
              + "\": "
              + status.reason()
              + ". Wait for it, or ask without strict for another.",
          status);
    }
    events.publish(
        new PortEvent.Exhausted(Instant.now(), request.appName(), pool.range(), spent, probes));
    NoFreePortException failure =
        new Exhaustion(lookup, registry).explain(request.appName(), pool.range(), pool.excluded());
    return failure;
  }

  private static void await(long nanos, String app) {
    LockSupport.parkNanos(nanos);
    if (Thread.currentThread().isInterrupted()) {
      throw new PortManagerException(
          "interrupted while it waited for a port for \"" + Printable.of(app, 64) + "\"");
    }
  }
}
