package dev.portmanager.cli.dashboard;

import dev.portmanager.KillOptions;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.jmx.PortManagerOperationsMXBean;
import dev.portmanager.testkit.ChildListener;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A busy machine, a round every second: applications lease until no port is left, hold their ports
 * for a while and give them back; strangers sit on ports without asking; consoles look up and kill.
 *
 * <p>Each thread has its own part of the state; {@link #close} waits for both.
 */
public final class Traffic implements AutoCloseable {

  private static final int HELD_ROUNDS = 5;
  private static final int KILL_EVERY = 3;
  private static final int FORCED_EVERY = 4;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final PortManager manager;
  private final PortManagerOperationsMXBean console;
  private final int hidden;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  private final Phaser rounds = new Phaser(1);

  // Of the thread of the applications.
  private final Deque<PortLease> leases = new ArrayDeque<>();
  private final List<ServerSocket> strangers = new ArrayList<>();
  private int apps;
  private int fullRounds;

  // Of the thread of the console.
  private int looks;
  private int kills;

  /**
   * Creates it; nothing happens yet.
   *
   * @param manager whose ports are leased
   * @param console its operations
   * @param hidden a port whose listener has an owner that is not seen
   */
  public Traffic(PortManager manager, PortManagerOperationsMXBean console, int hidden) {
    this.manager = manager;
    this.console = console;
    this.hidden = hidden;
  }

  /** Starts it. */
  public Traffic start() {
    running.add(threads.scheduleAtFixedRate(this::applications, 0, 1, TimeUnit.SECONDS));
    running.add(threads.scheduleWithFixedDelay(this::console, 0, 1, TimeUnit.SECONDS));
    return this;
  }

  /** Waits until the applications have done {@code count} rounds more. */
  public void awaitRounds(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      try {
        int phase = rounds.getPhase();
        rounds.awaitAdvanceInterruptibly(phase, 60, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        throw new AssertionError("there is no traffic: " + failure(), e);
      }
    }
  }

  private String failure() throws InterruptedException {
    for (ScheduledFuture<?> future : running) {
      if (future.isDone()) {
        try {
          future.get();
        } catch (ExecutionException e) {
          return String.valueOf(e.getCause());
        }
      }
    }
    return "it hangs";
  }

  private void applications() {
    try {
      sitOnPorts();
      if (fullRounds >= HELD_ROUNDS) {
        giveBack();
      } else {
        lease(2 + apps % 3);
      }
      askAgain();
    } finally {
      rounds.arrive();
    }
  }

  /** Programs that never ask: one more in each of the first rounds, on ports that are free. */
  private void sitOnPorts() {
    for (int port = manager.getMinPort();
        port <= manager.getMaxPort() && strangers.size() < 4;
        port += 5) {
      if (port != hidden && !manager.isPortInUse(port)) {
        try {
          strangers.add(new ServerSocket(port));
        } catch (IOException e) {
          // Somebody was faster, so the port is busy all the same.
        }
      }
    }
  }

  private void lease(int count) {
    for (int i = 0; i < count; i++) {
      apps++;
      LeaseRequest.Builder request = LeaseRequest.builder("app-" + apps);
      if (apps % 4 == 0) {
        request.duration(Duration.ofSeconds(4));
      }
      try {
        PortLease lease = manager.lease(request.build());
        if (apps % 4 != 0) {
          leases.add(lease);
        }
      } catch (NoFreePortException e) {
        fullRounds++; // what this traffic is for
        return;
      }
    }
  }

  private void giveBack() {
    fullRounds = 0;
    while (leases.size() > 3) {
      PortLease lease = leases.remove();
      if (leases.size() % 3 == 0) {
        lease.close();
      } else {
        manager.releasePort(lease.appName());
      }
    }
  }

  private void askAgain() {
    PortLease oldest = leases.peek();
    if (oldest != null) {
      manager.getUniquePort(oldest.appName());
    }
  }

  private void console() {
    looks++;
    console.findProcessOnPort(manager.getMinPort());
    console.findProcessOnPort(manager.getMaxPort());
    console.findProcessOnPort(hidden);
    console.findLease(manager.getMinPort() + looks % 10);
    manager.status(manager.getMinPort());
    manager.status(hidden);
    if (looks % 5 == 0) {
      console.releaseApplication("app-" + looks);
      mistakes();
    }
    if (looks % KILL_EVERY == 0) {
      kill();
    }
  }

  private void mistakes() {
    try {
      console.killProcessOnPort(0, 0, true);
      throw new AssertionError("port 0 was accepted");
    } catch (IllegalArgumentException expected) {
      // counted as an error
    }
    try {
      console.releasePort(manager.getMaxPort() + 1);
      throw new AssertionError("a port of others was accepted");
    } catch (SecurityException expected) {
      // counted as denied
    }
  }

  /** A server that was left behind is ended; every so often it does not go when asked. */
  private void kill() {
    kills++;
    ChildListener.Builder listener = ChildListener.builder().port(manager.getMaxPort() - 1);
    boolean stubborn = kills % FORCED_EVERY == 0;
    try (ChildListener child = (stubborn ? listener.stubborn() : listener).start()) {
      if (stubborn) {
        manager.killProcessOnPort(child.port(), KillOptions.builder().gracePeriod(GRACE).build());
      } else {
        console.killProcessOnPort(child.port(), child.pid(), false);
      }
    }
  }

  /** Ends it, and everything that it started; says if it failed under way. */
  @Override
  public void close() throws IOException {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        throw new AssertionError("the traffic does not end");
      }
      for (ServerSocket stranger : strangers) {
        stranger.close();
      }
      leases.forEach(PortLease::close);
      for (ScheduledFuture<?> future : running) {
        if (!future.isCancelled()) {
          future.get();
        }
      }
    } catch (ExecutionException e) {
      throw new AssertionError("the traffic failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the traffic ended", e);
    }
  }
}
