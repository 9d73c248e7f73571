package dev.portmanager.core.lookup;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Printable;
import dev.portmanager.Protocol;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains why no port of a range could be had. Stateless but for what it asks. */
public final class Exhaustion {

  private static final int MOST_PORTS = 1_000;
  private static final int MOST_NAMED = 5;

  private final PortLookup lookup;
  private final LeaseRegistry registry;

  /**
   * Creates an explainer.
   *
   * @param lookup tells who listens
   * @param registry tells who has leased
   */
  public Exhaustion(PortLookup lookup, LeaseRegistry registry) {
    this.lookup = lookup;
    this.registry = registry;
  }

  /**
   * Looks at each port of the range, at most 1,000, and says who holds it.
   *
   * @param app who asked
   * @param range where no port could be had
   * @param excluded the ports that are not given out
   * @return the exception to throw
   */
  public NoFreePortException explain(String app, PortRange range, Set<Integer> excluded) {
    PortRange looked =
        new PortRange(range.min(), Math.min(range.max(), range.min() + MOST_PORTS - 1));
    List<PortStatus> ports = new ArrayList<>();
    Map<Integer, LeaseInfo> leases =
        registry.leases().stream()
            .collect(Collectors.toMap(LeaseInfo::port, lease -> lease, (one, other) -> one));
    Map<Integer, List<Listener>> listeners = listeners(looked);
    try (PortProbe probe = new PortProbe(lookup.host())) {
      for (int port = looked.min(); port <= looked.max(); port++) {
        List<Listener> here = listeners.getOrDefault(port, List.of());
        if (excluded.contains(port)) {
          ports.add(new PortStatus(port, PortState.FORBIDDEN, "excluded by its manager", here));
        } else if (leases.containsKey(port)) {
          String reason = Sentences.leased(leases.get(port));
          ports.add(new PortStatus(port, PortState.LEASED, reason, here));
        } else {
          ports.add(probed(port, here, probe.probe(port)));
        }
      }
    }
    return new NoFreePortException(message(app, range, ports), range, ports);
  }

  private Map<Integer, List<Listener>> listeners(PortRange range) {
    try {
      return lookup.listenersAtLeast(ListenerQuery.ofRange(range, Protocol.TCP)).stream()
          .collect(Collectors.groupingBy(Listener::port));
    } catch (PortManagerException e) {
      // The explanation is then without names; that no port could be had is what matters.
      return Map.of();
    }
  }

  private PortStatus probed(int port, List<Listener> listeners, ProbeResult result) {
    if (result instanceof ProbeResult.Forbidden forbidden) {
      return new PortStatus(
          port,
          PortState.FORBIDDEN,
          Sentences.forbidden(port, forbidden, lookup.host()),
          listeners);
    }
    if (result instanceof ProbeResult.Free) {
      return new PortStatus(port, PortState.FREE, "became free just now", listeners);
    }
    return (listeners.isEmpty() ? lookup.reservation(port) : Optional.<String>empty())
        .map(reason -> new PortStatus(port, PortState.FORBIDDEN, reason, listeners))
        .orElseGet(
            () -> new PortStatus(port, PortState.IN_USE, Sentences.inUse(listeners), listeners));
  }

  private static String message(String app, PortRange range, List<PortStatus> ports) {
    String states =
        List.of(PortState.LEASED, PortState.IN_USE, PortState.FORBIDDEN).stream()
            .map(state -> count(state, ports))
            .collect(Collectors.joining("; "));
    return "no free port for \""
        + Printable.of(app, 64)
        + "\" in "
        + range
        + ": "
        + states
        + ". Release one, end what listens there, or use a wider range.";
  }

  private static String count(PortState state, List<PortStatus> ports) {
    List<PortStatus> these = ports.stream().filter(port -> port.state() == state).toList();
    String named =
        these.stream()
            .limit(MOST_NAMED)
            .map(port -> port.port() + " " + Printable.of(port.reason(), 160))
            .collect(Collectors.joining(", "));
    String more = these.size() > MOST_NAMED ? ", ..." : "";
    String word = state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return these.size() + " " + word + (these.isEmpty() ? "" : " (" + named + more + ")");
  }
}
