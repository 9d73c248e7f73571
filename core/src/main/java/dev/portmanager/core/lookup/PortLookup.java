package dev.portmanager.core.lookup;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent;
import dev.portmanager.PortEvent.LookedUp.Outcome;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Protocol;
import dev.portmanager.core.event.EventBus;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the state of ports. Safe for use by several threads; holds no lock.
 *
 * <p>The back end is asked only about ports that a probe found busy, so that an allocation of a
 * free port loads no native library.
 */
public final class PortLookup {

  private final ProcessKiller backEnd;
  private final LeaseRegistry registry;
  private final EventBus events;

  /**
   * Creates a look-up.
   *
   * @param backEnd tells who listens
   * @param registry tells who has leased
   * @param events told of each look-up
   */
  public PortLookup(ProcessKiller backEnd, LeaseRegistry registry, EventBus events) {
    this.backEnd = backEnd;
    this.registry = registry;
    this.events = events;
  }

  /**
   * Returns the facts of the machine.
   *
   * @return the back end's host
   */
  public Host host() {
    return backEnd.host();
  }

  /**
   * Tells whether a server could listen on a port now.
   *
   * @param port 1 to 65535
   * @return true if a probe succeeded
   */
  public boolean isFree(int port) {
    return PortProbe.once(port, host()) instanceof ProbeResult.Free;
  }

  /**
   * Returns every listener with every owner.
   *
   * @param query which listeners
   * @return in order of port
   */
  public List<Listener> listeners(ListenerQuery query) {
    return lookUp(query, true);
  }

  /**
   * Returns every listener with at least one owner of each, where one can be seen.
   *
   * @param query which listeners
   * @return in order of port
   */
  public List<Listener> listenersAtLeast(ListenerQuery query) {
    return lookUp(query, false);
  }

  private List<Listener> lookUp(ListenerQuery query, boolean exhaustive) {
    long start = System.nanoTime();
    Outcome outcome = Outcome.ERROR;
    try {
      List<Listener> found =
          inOrder(exhaustive ? backEnd.listeners(query) : backEnd.listenersAtLeast(query));
      outcome = outcome(found);
      return found;
    } finally {
      if (events.hasSubscribers()) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        events.publish(
            new PortEvent.LookedUp(
                Instant.now(), span(query), duration, outcome, exhaustive, backEnd.means()));
      }
    }
  }

  private static Outcome outcome(List<Listener> found) {
    if (found.isEmpty()) {
      return Outcome.NOT_FOUND;
    }
    for (Listener listener : found) {
      if (listener.ownership() instanceof Ownership.Hidden) {
        return Outcome.DENIED;
      }
    }
    return Outcome.FOUND;
  }

  private static List<Listener> inOrder(List<Listener> found) {
    if (found.size() < 2) {
      return found;
    }
    return found.stream().sorted(Comparator.comparingInt(Listener::port)).toList();
  }

  private static PortRange span(ListenerQuery query) {
    return new PortRange(
        query.ranges().stream().mapToInt(PortRange::min).min().orElseThrow(),
        query.ranges().stream().mapToInt(PortRange::max).max().orElseThrow());
  }

  /**
   * Tells why the system lets nobody have a port that could not be bound and on which nothing
   * listens.
   *
   * @param port 1 to 65535
   * @return one sentence; empty if it is not reserved, or the system does not tell
   */
  Optional<String> reservation(int port) {
    try {
      return backEnd.reservation(port);
    } catch (PortManagerException e) {
      return Optional.empty(); // for a list of many ports: that it is in use is known in any case
    }
  }

  /**
   * Returns the state of a port.
   *
   * @param port 1 to 65535
   * @return the state, with the reason and what listens there
   */
  public PortStatus status(int port) {
    ProbeResult probed = PortProbe.once(port, host());
    Optional<LeaseInfo> lease = registry.leaseOf(port);
    if (probed instanceof ProbeResult.Busy) {
      return busy(port, lease);
    }
    if (lease.isPresent()) {
      return new PortStatus(
          port,
          PortState.LEASED,
          Sentences.leased(lease.get()) + "; nothing listens there yet",
          List.of());
    }
    if (probed instanceof ProbeResult.Forbidden forbidden) {
      return new PortStatus(
          port, PortState.FORBIDDEN, Sentences.forbidden(port, forbidden, host()), List.of());
    }
    return new PortStatus(
        port, PortState.FREE, "nothing is bound there and nobody has leased it", List.of());
  }

  private PortStatus busy(int port, Optional<LeaseInfo> lease) {
    PortState state = lease.isPresent() ? PortState.LEASED : PortState.IN_USE;
    String before = lease.map(l -> Sentences.leased(l) + "; ").orElse("");
    try {
      List<Listener> listeners = listenersAtLeast(ListenerQuery.ofPort(port, Protocol.TCP));
      Optional<String> reservation =
          listeners.isEmpty() ? backEnd.reservation(port) : Optional.empty();
      if (reservation.isPresent()) {
        PortState kept = lease.isPresent() ? PortState.LEASED : PortState.FORBIDDEN;
        return new PortStatus(port, kept, before + reservation.get(), listeners);
      }
      return new PortStatus(port, state, before + Sentences.inUse(listeners), listeners);
    } catch (PortManagerException e) {
      String reason = before + "in use, but who listens cannot be found out: " + e.getMessage();
      return new PortStatus(port, state, reason, List.of());
    }
  }

  /**
   * Tells whether what listens on a port is this process, or one that it started.
   *
   * @param port 1 to 65535
   * @return true if at least one owner is; false if none is, or none can be seen
   */
  public boolean isServedByUs(int port) {
    return listenersAtLeast(ListenerQuery.ofPort(port, Protocol.TCP)).stream()
        .map(Listener::ownership)
        .flatMap(o -> o instanceof Ownership.Known known ? known.owners().stream() : Stream.empty())
        .anyMatch(owner -> descendsFromUs(owner.pid()));
  }

  private static boolean descendsFromUs(long pid) {
    long self = ProcessHandle.current().pid();
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    while (process.isPresent() && process.get().pid() != self) {
      process = process.get().parent();
    }
    return process.isPresent();
  }
}
