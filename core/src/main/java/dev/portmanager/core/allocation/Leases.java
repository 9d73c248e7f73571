package dev.portmanager.core.allocation;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortEvent.Released.Cause;
import dev.portmanager.PortLease;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortStatus;
import dev.portmanager.core.event.EventBus;
import dev.portmanager.core.lookup.PortLookup;
import dev.portmanager.core.registry.Claim;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.core.registry.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases that one manager gave.
 *
 * <p>Safe for use by several threads, and without a lock: two threads that ask for one application
 * at once both find a port, and the one that is later to enter it in {@code byApp} gives its port
 * back and takes the other's.
 */
public final class Leases implements AutoCloseable {

  private final LeaseRegistry registry;
  private final PortLookup lookup;
  private final EventBus events;
  private final LeaseFinder finder;
  private final Pool pool;
  private final Map<String, ManagedLease> byApp = new ConcurrentHashMap<>();
  private final Map<String, ManagedLease> givenOut = new ConcurrentHashMap<>();

  /** The register must not be closed under a lease that is being made or ended. */
  private final UnderWay underWay;

  private volatile boolean closed;

  /**
   * Creates an empty set of leases.
   *
   * @param pool the ports to give out
   * @param registry where leases are recorded
   * @param lookup tells the state of ports
   * @param events told what happens
   */
  public Leases(Pool pool, LeaseRegistry registry, PortLookup lookup, EventBus events) {
    this.pool = pool;
    this.registry = registry;
    this.lookup = lookup;
    this.events = events;
    this.finder = new LeaseFinder(pool, registry, lookup, events);
    this.underWay = new UnderWay(registry);
  }

  /**
   * Returns what was given out and not taken back.
   *
   * @return an immutable snapshot, by application
   */
  public Map<String, Integer> ports() {
    Map<String, Integer> ports = new HashMap<>();
    givenOut.forEach((app, lease) -> ports.put(app, lease.port()));
    byApp.forEach((app, lease) -> ports.put(app, lease.port()));
    return Map.copyOf(ports);
  }

  /**
   * Leases a port, or finds that the application has one.
   *
   * @param request what is asked for
   * @return the lease
   */
  public PortLease lease(LeaseRequest request) {
    underWay.begin();
    try {
      if (closed) {
        throw new IllegalStateException("this port manager is closed: create another");
      }
      return leaseOpen(request);
    } finally {
      underWay.end();
    }
  }

  private PortLease leaseOpen(LeaseRequest request) {
    if (request.preferredPort().isPresent() && !pool.offers(request.preferredPort().getAsInt())) {
      throw new IllegalArgumentException(
          "preferredPort must be one of "
              + pool.range()
              + " that is not excluded, but was "
              + request.preferredPort().getAsInt());
    }
    Terms terms = finder.terms(request);
    long start = System.nanoTime();
    try {
      return LeaseFinder.isOwn(terms) ? own(request, terms) : giveOut(request, terms);
    } catch (NoFreePortException e) {
      throw e; // the finder has told of it
    } catch (PortManagerException e) {
      events.publish(
          new PortEvent.AllocationFailed(
              Instant.now(), request.appName(), since(start), String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /**
   * Returns how full the pool is.
   *
   * @return the pool at this moment
   */
  public PoolSnapshot snapshot() {
    BitSet cooling = registry.cooling(pool.range(), pool.cooldown());
    pool.excluded().forEach(cooling::clear);
    List<LeaseInfo> leased = new ArrayList<>();
    for (LeaseInfo lease : registry.leases()) {
      // Two users may show one port for a moment, of which one is about to step back.
      boolean first = leased.isEmpty() || leased.get(leased.size() - 1).port() != lease.port();
      if (first && pool.offers(lease.port())) {
        leased.add(lease);
        cooling.clear(lease.port());
      }
    }
    return new PoolSnapshot(pool.range(), pool.size(), leased, cooling.cardinality());
  }

  private ManagedLease own(LeaseRequest request, Terms terms) {
    long start = System.nanoTime();
    ManagedLease have = byApp.get(request.appName());
    if (have != null && satisfies(have, request) && keeps(have, request)) {
      events.publish(new PortEvent.Reused(Instant.now(), have.info(), since(start)));
      return have;
    }
    ManagedLease made;
    try {
      made = finder.find(request, terms, this);
    } catch (PortManagerException e) {
      // Another thread may have got this application's port out of the last ones.
      ManagedLease other = byApp.get(request.appName());
      if (other != null && other != have && satisfies(other, request)) {
        return other;
      }
      throw e;
    }
    return enter(made, request);
  }

  private ManagedLease enter(ManagedLease made, LeaseRequest request) {
    while (true) {
      ManagedLease other = byApp.putIfAbsent(request.appName(), made);
      if (other == null) {
        break;
      }
      if (satisfies(other, request) && !other.hasEnded() && registry.stands(other.claim())) {
        finder.discard(made);
        publishEnd(made, Cause.RELEASED); // it was published, so its end is, too
        return other;
      }
      if (byApp.replace(request.appName(), other, made)) {
        end(other, Cause.RELEASED);
        break;
      }
    }
    if (closed) {
      close(made);
      throw new IllegalStateException("this port manager was closed while it leased a port");
    }
    return made;
  }

  private static boolean satisfies(ManagedLease lease, LeaseRequest request) {
    return !request.strict() || request.preferredPort().orElseThrow() == lease.port();
  }

  /** Tells whether a lease can go on; ends it if a stranger sits on its port. */
  private boolean keeps(ManagedLease lease, LeaseRequest request) {
    boolean good =
        !lease.hasEnded()
            && registry.stands(lease.claim())
            && (lease.isServed()
                || lookup.isFree(lease.port())
                || lookup.isServedByUs(lease.port()))
            && (!request.hold() || lease.hold());
    if (!good && byApp.remove(lease.appName(), lease)) {
      events.publish(new PortEvent.Conflict(Instant.now(), lease.appName(), lease.port()));
      end(lease, Cause.LOST);
    }
    return good;
  }

  private ManagedLease giveOut(LeaseRequest request, Terms terms) {
    long start = System.nanoTime();
    ManagedLease lease = renewed(terms, start).orElseGet(() -> finder.find(request, terms, this));
    givenOut.put(request.appName(), lease);
    return lease;
  }

  private Optional<ManagedLease> renewed(Terms terms, long start) {
    Optional<Claim> claim = registry.renew(terms, pool.range());
    Optional<LeaseInfo> info = claim.flatMap(c -> registry.leaseOf(c.port()));
    if (claim.isEmpty() || info.isEmpty()) {
      return Optional.empty();
    }
    events.publish(new PortEvent.Reused(Instant.now(), info.get(), since(start)));
    return Optional.of(new ManagedLease(claim.get(), info.get(), this, false));
  }

  /**
   * Leases several ports, or none.
   *
   * @param all what is asked for, each with a name of its own
   * @return the leases, in that order
   */
  public List<PortLease> leaseAll(List<LeaseRequest> all) {
    Set<String> names = new HashSet<>();
    for (LeaseRequest request : all) {
      if (!names.add(request.appName())) {
        throw new IllegalArgumentException(
            "a batch names each application once, but has \"" + request.appName() + "\" twice");
      }
    }
    List<PortLease> leases = new ArrayList<>();
    List<PortLease> made = new ArrayList<>();
    boolean complete = false;
    try {
      for (LeaseRequest request : all) {
        ManagedLease before = byApp.get(request.appName());
        PortLease lease = lease(request);
        leases.add(lease);
        if (lease != before) {
          made.add(lease);
        }
      }
      complete = true;
      return List.copyOf(leases);
    } finally {
      if (!complete) {
        made.forEach(PortLease::close);
      }
    }
  }

  /**
   * Gives back the port of an application.
   *
   * @param app its name
   * @return whether there was one
   */
  public boolean release(String app) {
    ManagedLease lease = byApp.remove(LeaseRequest.requireAppName(app));
    if (lease == null) {
      lease = givenOut.remove(app);
    }
    return lease != null && end(lease, Cause.RELEASED);
  }

  void close(ManagedLease lease) {
    byApp.remove(lease.appName(), lease);
    givenOut.remove(lease.appName(), lease);
    end(lease, Cause.CLOSED);
  }

  private boolean end(ManagedLease lease, Cause cause) {
    if (!lease.end()) {
      return false;
    }
    boolean stood;
    underWay.begin();
    try {
      stood = registry.release(lease.claim());
    } finally {
      underWay.end();
    }
    if (stood) {
      publishEnd(lease, cause);
    }
    return stood;
  }

  private void publishEnd(ManagedLease lease, Cause cause) {
    if (events.hasSubscribers()) {
      Duration held = Duration.between(lease.info().since(), Instant.now());
      events.publish(new PortEvent.Released(Instant.now(), lease.info(), held, cause));
    }
  }

  PortStatus status(int port) {
    return lookup.status(port);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Tells whether {@link #close} was called.
   *
   * @return true if so
   */
  public boolean isClosed() {
    return closed;
  }

  /** Releases all leases that are tied to this process; nothing is leased afterwards. */
  @Override
  public void close() {
    closed = true;
    for (ManagedLease lease : List.copyOf(byApp.values())) {
      close(lease);
    }
  }

  /** Closes the register, once no lease is being made or ended. To be called after all else. */
  public void closeRegistry() {
    underWay.close();
  }
}
