package dev.portmanager.cli;

import dev.portmanager.Listener;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.PortStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks up the listeners of several ports with all their owners, in one pass. */
final class Lookup {

  private Lookup() {}

  /** Returns the range that a manager needs for {@link #of} to take one pass. */
  static PortRange range(List<Integer> ports) {
    return new PortRange(Collections.min(ports), Collections.max(ports));
  }

  /** Returns the state of each port, with all owners of its listeners, in the order given. */
  static List<PortStatus> of(PortManager manager, List<Integer> ports) {
    List<Listener> all =
        ports.size() == 1 ? manager.listenersOn(ports.get(0)) : manager.listeners();
    Map<Integer, List<Listener>> byPort =
        all.stream().collect(Collectors.groupingBy(Listener::port));
    List<PortStatus> result = new ArrayList<>();
    for (int port : ports) {
      PortStatus status = manager.status(port);
      result.add(
          new PortStatus(
              port, status.state(), status.reason(), byPort.getOrDefault(port, List.of())));
    }
    return result;
  }
}
