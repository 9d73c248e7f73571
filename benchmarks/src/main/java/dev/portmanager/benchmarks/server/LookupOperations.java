package dev.portmanager.benchmarks.server;

import com.sun.management.ThreadMXBean;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looking ports up. */
final class LookupOperations {

  private static final PortRange ANY = PortRange.DEFAULT;

  private final Managers managers;

  LookupOperations(Managers managers) {
    this.managers = managers;
  }

  Map<String, Operation> all() {
    return Map.ofEntries(
        Map.entry("listeners-on", this::listenersOn),
        Map.entry("listeners-on-first", this::listenersOnFirst),
        Map.entry("listeners-on-first-in-group", this::listenersOnFirstInGroup),
        Map.entry("listeners-range", this::listenersInRange),
        Map.entry("means", this::means),
        Map.entry("status", this::status),
        Map.entry("status-first", this::statusFirst),
        Map.entry("in-use", this::inUse),
        Map.entry("used-list", this::usedByOneList),
        Map.entry("used-listeners", this::usedByListing),
        Map.entry("used-probing", this::usedByProbing),
        Map.entry("allocated", this::allocated));
  }

  private String listenersOn(String port, Stopwatch watch) {
    List<Listener> found = managers.of(ANY).listenersOn(Integer.parseInt(port));
    watch.stop();
    return pids(found);
  }

  /**
   * By a manager that knows no holder of this port, but whose other things are set up: it was asked
   * about the port behind it.
   */
  private String listenersOnFirst(String port, Stopwatch watch) {
    int number = Integer.parseInt(port);
    return listenersOnFirst(number, number + 1, watch);
  }

  /**
   * The same, where what was asked about before is a port of another process alone, in a group of
   * its own: so no walk over the whole machine has just emptied the processor's caches.
   */
  private String listenersOnFirstInGroup(String port, Stopwatch watch) {
    int number = Integer.parseInt(port);
    return listenersOnFirst(number, number + 3, watch);
  }

  private String listenersOnFirst(int number, int before, Stopwatch watch) {
    try (PortManager manager = managers.open(ANY)) {
      if (manager.listenersOn(before).isEmpty()) {
        throw new IllegalStateException("nobody listens on port " + before);
      }
      watch.start();
      List<Listener> found = manager.listenersOn(number);
      watch.stop();
      return pids(found);
    }
  }

  /** All owners of all ports of a range; the answer names those of its first port. */
  private String listenersInRange(String argument, Stopwatch watch) {
    PortRange range = Managers.range(argument);
    PortManager manager = managers.of(range);
    watch.start();
    List<Listener> found = manager.listeners();
    watch.stop();
    return pids(found.stream().filter(l -> l.port() == range.min()).toList());
  }

  private String status(String port, Stopwatch watch) {
    List<Listener> found = managers.of(ANY).status(Integer.parseInt(port)).listeners();
    watch.stop();
    return pids(found);
  }

  /** By a manager that has never looked: it has no last known holder. */
  private String statusFirst(String port, Stopwatch watch) {
    try (PortManager manager = managers.open(ANY)) {
      watch.start();
      List<Listener> found = manager.status(Integer.parseInt(port)).listeners();
      watch.stop();
      return pids(found);
    }
  }

  private boolean inUse(String port, Stopwatch watch) {
    return managers.of(ANY).isPortInUse(Integer.parseInt(port));
  }

  /** Answers by which means owners are found now. */
  private Means means(String port, Stopwatch watch) {
    managers.of(ANY).listenersOn(Integer.parseInt(port));
    ProcessKiller backEnd = BackEnds.find();
    backEnd.listeners(ListenerQuery.ofPort(Integer.parseInt(port), Protocol.TCP));
    return backEnd.means();
  }

  private int usedByOneList(String argument, Stopwatch watch) {
    PortManager manager = managers.of(Managers.range(argument));
    watch.start();
    return manager.listeningPorts().size();
  }

  private long usedByListing(String argument, Stopwatch watch) {
    PortManager manager = managers.of(Managers.range(argument));
    watch.start();
    return manager.listeners().stream().mapToInt(Listener::port).distinct().count();
  }

  private int usedByProbing(String argument, Stopwatch watch) {
    PortRange range = Managers.range(argument);
    PortManager manager = managers.of(range);
    watch.start();
    int used = 0;
    for (int port = range.min(); port <= range.max(); port++) {
      used += manager.isPortInUse(port) ? 1 : 0;
    }
    return used;
  }

  /** Answers how many bytes this thread allocated for a look-up. */
  private long allocated(String port, Stopwatch watch) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PortManager manager = managers.of(ANY);
    int number = Integer.parseInt(port);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    watch.start();
    manager.listenersOn(number);
    watch.stop();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }

  private static String pids(List<Listener> listeners) {
    String pids =
        listeners.stream()
            .map(Listener::ownership)
            .flatMap(o -> o instanceof Ownership.Known k ? k.owners().stream() : Stream.empty())
            .map(owner -> owner.pid())
            .distinct()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return pids.isEmpty() ? "none" : pids;
  }
}
