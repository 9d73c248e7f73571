package dev.portmanager.reliability.soak;

import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.Subscription;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Leases in every way. For one thread. */
final class Leasing {

  private static final int NAMES = 8;

  /** How many of the quick operations are one: most of the time is to be theirs. */
  private static final int MANY = 20;

  private final Path registry;
  private final PortManager manager;
  private final Latencies latencies;
  private final AtomicLong events = new AtomicLong();
  private final Random random = new Random(17);

  Leasing(Path registry, PortManager manager, Latencies latencies) {
    this.registry = registry;
    this.manager = manager;
    this.latencies = latencies;
    for (int i = 0; i < NAMES; i++) {
      manager.getUniquePort("steady-" + i);
    }
  }

  /** Leases somehow, and gives back what it got. */
  int one() throws IOException {
    return switch (random.nextInt(16)) {
      case 0 -> held();
      case 1 -> opened();
      case 2 -> batch();
      case 3 -> taken();
      case 4 -> exhausted();
      case 5 -> otherManager();
      case 6, 7, 8, 9 -> steady();
      default -> fresh();
    };
  }

  private int timed(String app) {
    long start = System.nanoTime();
    int port = manager.getUniquePort(app);
    latencies.add(System.nanoTime() - start);
    return port;
  }

  private int steady() {
    int port = 0;
    for (int i = 0; i < MANY; i++) {
      port = timed("steady-" + random.nextInt(NAMES));
    }
    return port;
  }

  private int fresh() {
    int port = 0;
    for (int i = 0; i < MANY; i++) {
      String app = "fresh-" + random.nextInt(64);
      port = timed(app);
      require(manager.releasePort(app), "a lease can be released");
    }
    return port;
  }

  private int held() {
    try (PortLease lease = manager.lease(LeaseRequest.builder("held").hold(true).build())) {
      return lease.port();
    }
  }

  private int opened() throws IOException {
    try (PortLease lease = manager.lease("opened");
        ServerSocketChannel server = lease.open()) {
      require(manager.isPortInUse(lease.port()), server + " is in use");
      return lease.port();
    }
  }

  private int batch() {
    List<PortLease> leases =
        manager.leaseAll(List.of(LeaseRequest.of("a"), LeaseRequest.of("b"), LeaseRequest.of("c")));
    leases.forEach(PortLease::close);
    return leases.size();
  }

  private int taken() {
    int port = manager.getAppPorts().get("steady-0");
    try {
      manager.lease(LeaseRequest.builder("rival").preferredPort(port).strict(true).build()).close();
      throw new IllegalStateException("port " + port + " was given twice");
    } catch (PortUnavailableException e) {
      return port;
    }
  }

  private int exhausted() {
    PortRange one = new PortRange(manager.getMinPort(), manager.getMinPort());
    try (PortManager narrow = PortManagers.builder().range(one).registry(registry).build()) {
      narrow.getUniquePort("first");
      narrow.lease(LeaseRequest.builder("second").maxWait(Duration.ofMillis(3)).build());
      throw new IllegalStateException("two leases of one port");
    } catch (NoFreePortException e) {
      return e.range().min();
    }
  }

  private int otherManager() {
    PortRange range = new PortRange(manager.getMinPort(), manager.getMaxPort());
    try (PortManager other = PortManagers.builder().range(range).registry(registry).build();
        Subscription all = other.subscribe(event -> events.incrementAndGet())) {
      require(all != null, "subscribed");
      return other.getUniquePort("other");
    }
  }

  private static void require(boolean fact, String expected) {
    if (!fact) {
      throw new IllegalStateException("expected: " + expected);
    }
  }
}
