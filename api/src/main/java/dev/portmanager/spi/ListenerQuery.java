package dev.portmanager.spi;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which listeners are asked for. Immutable.
 *
 * @param ranges the ports, as at least one range
 * @param protocols the protocols, at least one
 */
public record ListenerQuery(List<PortRange> ranges, Set<Protocol> protocols) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a component is empty
   */
  public ListenerQuery {
    ranges = List.copyOf(ranges);
    protocols = Set.copyOf(protocols);
    if (ranges.isEmpty() || protocols.isEmpty()) {
      throw new IllegalArgumentException("a query names at least one range and one protocol");
    }
  }

  /**
   * Asks for the listeners of one port.
   *
   * @param port 1 to 65535
   * @param protocols the protocols, at least one
   * @return the query
   */
  public static ListenerQuery ofPort(int port, Protocol... protocols) {
    return new ListenerQuery(List.of(PortRange.of(port)), Set.of(protocols));
  }

  /**
   * Asks for the listeners of some ports.
   *
   * @param ports each 1 to 65535, at least one
   * @param protocols the protocols, at least one
   * @return the query
   */
  public static ListenerQuery ofPorts(Collection<Integer> ports, Protocol... protocols) {
    return new ListenerQuery(
        ports.stream().distinct().map(PortRange::of).toList(), Set.of(protocols));
  }

  /**
   * Asks for the listeners of a range.
   *
   * @param range the ports
   * @param protocols the protocols, at least one
   * @return the query
   */
  public static ListenerQuery ofRange(PortRange range, Protocol... protocols) {
    return new ListenerQuery(List.of(requireNonNull(range, "range")), Set.of(protocols));
  }

  /**
   * Tells whether a listener is asked for.
   *
   * @param protocol its protocol
   * @param port its port
   * @return true if so
   */
  public boolean matches(Protocol protocol, int port) {
    if (!protocols.contains(protocol)) {
      return false;
    }
    for (PortRange range : ranges) {
      if (range.contains(port)) {
        return true;
      }
    }
    return false;
  }
}
