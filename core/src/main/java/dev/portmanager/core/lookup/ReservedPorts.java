package dev.portmanager.core.lookup;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.spi.ProcessKiller;
import java.util.BitSet;
import java.util.Optional;

/**
 * Ports of a range that the system keeps from everybody.
 *
 * @param count how many, at least 1
 * @param reason why the first of them is kept, with its number
 */
public record ReservedPorts(int count, String reason) {

  /** Enough for the ranges that people choose, and tried in a moment. */
  private static final int MOST_PORTS = 1_000;

  /**
   * Tries each port of a range, at most 1,000, since what is reserved shows in no other way.
   *
   * @param backEnd tells what listens and what is reserved
   * @param range the range
   * @return what was found; empty if nothing is reserved
   * @throws dev.portmanager.PortManagerException if that cannot be found out
   */
  public static Optional<ReservedPorts> find(ProcessKiller backEnd, PortRange range) {
    int last = Math.min(range.max(), range.min() + MOST_PORTS - 1);
    BitSet listening = backEnd.listeningPorts(new PortRange(range.min(), last), Protocol.TCP);
    Optional<ReservedPorts> found = Optional.empty();
    try (PortProbe probe = new PortProbe(backEnd.host())) {
      for (int port = range.min(); port <= last; port++) {
        if (!listening.get(port) && probe.probe(port) instanceof ProbeResult.Busy) {
          found = with(found, port, backEnd.reservation(port));
        }
      }
    }
    return found;
  }

  private static Optional<ReservedPorts> with(
      Optional<ReservedPorts> before, int port, Optional<String> reason) {
    return reason.isEmpty()
        ? before
        : Optional.of(
            before
                .map(found -> new ReservedPorts(found.count() + 1, found.reason()))
                .orElseGet(() -> new ReservedPorts(1, port + ", " + reason.get())));
  }
}
