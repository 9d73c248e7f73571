package dev.portmanager.benchmarks.server;

import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Leasing ports, and standing in the way of those who do. */
final class LeaseOperations {

  private final Managers managers;
  private final List<ServerSocketChannel> occupied = new ArrayList<>();
  private int count;

  LeaseOperations(Managers managers) {
    this.managers = managers;
  }

  Map<String, Operation> all() {
    return Map.of(
        "lease-new", this::leaseNew,
        "lease-again", this::leaseAgain,
        "release", this::release,
        "leases", (range, watch) -> managers.of(Managers.range(range)).leases().size(),
        "hold", this::hold,
        "occupy", this::occupy,
        "vacate", (nothing, watch) -> vacate());
  }

  /** A name that was never used: a new lease, given back when the time is taken. */
  private int leaseNew(String range, Stopwatch watch) {
    PortManager manager = managers.of(Managers.range(range));
    String app = "benchmark-" + count++;
    watch.start();
    int port = manager.getUniquePort(app);
    watch.stop();
    manager.releasePort(app);
    return port;
  }

  private int leaseAgain(String range, Stopwatch watch) {
    PortManager manager = managers.of(Managers.range(range));
    manager.getUniquePort("benchmark");
    watch.start();
    int port = manager.getUniquePort("benchmark");
    watch.stop();
    return port;
  }

  private boolean release(String range, Stopwatch watch) {
    PortManager manager = managers.of(Managers.range(range));
    String app = "benchmark-" + count++;
    manager.getUniquePort(app);
    watch.start();
    boolean released = manager.releasePort(app);
    watch.stop();
    return released;
  }

  /** Leases {@code count} ports of {@code 20000-29999:count} and keeps them. */
  private int hold(String argument, Stopwatch watch) {
    String[] words = argument.split(":", -1);
    PortManager manager = managers.of(Managers.range(words[0]));
    int wanted = Integer.parseInt(words[1]);
    watch.start();
    for (int i = 0; i < wanted; i++) {
      manager.getUniquePort("held-" + i);
    }
    return wanted;
  }

  /**
   * Sees to it that {@code count} ports of {@code 20000-29999:count}, spread evenly over it, are
   * listened to; what somebody else listens to is as good.
   */
  private int occupy(String argument, Stopwatch watch) throws IOException {
    String[] words = argument.split(":", -1);
    PortRange range = Managers.range(words[0]);
    int wanted = Integer.parseInt(words[1]);
    for (int i = 0; i < wanted; i++) {
      ServerSocketChannel server = ServerSocketChannel.open();
      occupied.add(server);
      int port = range.min() + (int) ((long) i * range.size() / wanted);
      try {
        server.bind(new InetSocketAddress(port), 1);
      } catch (BindException e) {
        server.close(); // busy already
      }
    }
    return occupied.size();
  }

  private int vacate() throws IOException {
    for (ServerSocketChannel server : occupied) {
      server.close();
    }
    occupied.clear();
    return 0;
  }
}
