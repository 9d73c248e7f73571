package dev.portmanager.os.macos.listen;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.macos.libproc.ProcessReader;
import dev.portmanager.spi.ListenerQuery;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers who listens. libproc lists sockets by process only, and an ordinary user may look into
 * their own processes alone; so where some refused, each port without a listener is tried by
 * binding, and one that is taken is reported as hidden. Safe for use by several threads.
 */
public final class ListenerLookup {

  private static final String REMEDY = "run it with sudo to see them";

  private final ProcessReader processes;

  /**
   * Creates an object.
   *
   * @param processes reads the facts of owners
   */
  public ListenerLookup(ProcessReader processes) {
    this.processes = processes;
  }

  /**
   * Returns the listeners with every owner that may be seen.
   *
   * @param query which listeners
   * @return an immutable list
   */
  public List<Listener> all(ListenerQuery query) {
    OwnerScan scan = new OwnerScan(query).all();
    Map<Integer, Optional<ProcessInfo>> facts = new HashMap<>();
    List<Listener> listeners = new ArrayList<>();
    for (FoundSocket socket : scan.found()) {
      List<ProcessInfo> owners = new ArrayList<>();
      for (int pid : socket.pids()) {
        facts.computeIfAbsent(pid, processes::read).ifPresent(owners::add);
      }
      // One whose owners have all ended since is closed.
      if (!owners.isEmpty()) {
        Ownership known = new Ownership.Known(owners, caveat(scan));
        listeners.add(new Listener(socket.protocol(), socket.address(), known));
      }
    }
    if (scan.refused() > 0) {
      addHidden(query, scan, listeners);
    }
    return List.copyOf(listeners);
  }

  /** The kernel does not tell who made a socket: launchd may hold each of them too. */
  private static Optional<String> caveat(OwnerScan scan) {
    return scan.refused() > 0
        ? Optional.of("there may be others: " + refusals(scan))
        : Optional.empty();
  }

  private static String refusals(OwnerScan scan) {
    return scan.refused()
        + " of "
        + scan.processes()
        + " processes may not be looked into by this one (EPERM); "
        + REMEDY;
  }

  private static void addHidden(ListenerQuery query, OwnerScan scan, List<Listener> listeners) {
    Ownership hidden =
        new Ownership.Hidden(
            "something is bound there that libproc does not show: " + refusals(scan));
    List<Listener> seen = List.copyOf(listeners);
    TakenAddresses taken = new TakenAddresses();
    for (Protocol protocol : query.protocols()) {
      query.ranges().stream()
          .flatMapToInt(range -> IntStream.rangeClosed(range.min(), range.max()))
          .distinct()
          .filter(port -> !isListed(seen, protocol, port))
          .mapToObj(port -> taken.of(protocol, port))
          .flatMap(List::stream)
          .map((InetSocketAddress address) -> new Listener(protocol, address, hidden))
          .forEach(listeners::add);
    }
  }

  private static boolean isListed(List<Listener> seen, Protocol protocol, int port) {
    for (Listener listener : seen) {
      if (listener.protocol() == protocol && listener.port() == port) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether one process holds a listener.
   *
   * @param query which listeners
   * @param pid the process
   * @return true if it holds one of them
   */
  public static boolean holds(ListenerQuery query, int pid) {
    return !new OwnerScan(query).of(pid).found().isEmpty();
  }

  /**
   * Tells how much of this machine may be seen.
   *
   * @return how many processes refuse to be looked into
   */
  public static Sight sight() {
    OwnerScan scan = new OwnerScan(ListenerQuery.ofPort(PortRange.LOWEST_PORT, Protocol.TCP)).all();
    return new Sight(scan.processes(), scan.refused());
  }

  /**
   * How much may be seen.
   *
   * @param processes how many processes there are
   * @param refused how many of them refuse to be looked into
   */
  public record Sight(int processes, int refused) {}
}
