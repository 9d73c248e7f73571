package dev.portmanager.core.storm;

import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that leases and releases as fast as it can until its standard input ends. What the
 * register says is checked against the kernel: for each port it holds it takes a lock on a file of
 * that port, which no two processes can have at once and which goes with the process.
 */
final class LeasingProcess {

  private static final int MOST_HELD = 4;

  private final PortManager manager;
  private final Path locks;
  private final Random random = new Random();
  private final Deque<Held> held = new ArrayDeque<>();
  private long leases;
  private long refusals;

  private LeasingProcess(PortManager manager, Path locks) {
    this.manager = manager;
    this.locks = locks;
  }

  /** A port that this process holds, by lease and by lock. */
  private record Held(PortLease lease, FileChannel file) {}

  /** Runs until standard input ends; arguments: registry, folder of locks, first and last port. */
  public static void main(String[] args) throws IOException {
    AtomicBoolean stop = new AtomicBoolean();
    Thread reader = new Thread(() -> stop.set(inputEnded()));
    reader.setDaemon(true);
    reader.start();
    try (PortManager manager =
        PortManagers.builder()
            .registry(Path.of(args[0]))
            .range(Integer.parseInt(args[2]), Integer.parseInt(args[3]))
            .cooldown(Duration.ZERO)
            .build()) {
      LeasingProcess process = new LeasingProcess(manager, Path.of(args[1]));
      System.out.println("READY");
      while (!stop.get()) {
        process.step();
      }
      process.releaseAll();
      System.out.println("DONE " + process.leases + " " + process.refusals);
    }
  }

  private static boolean inputEnded() {
    try {
      while (System.in.read() >= 0) {
        // the parent writes nothing; it only closes
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step() throws IOException {
    if (held.size() < MOST_HELD && random.nextBoolean()) {
      lease();
    } else if (!held.isEmpty()) {
      release(random.nextBoolean() ? held.removeFirst() : held.removeLast());
    }
  }

  private void lease() throws IOException {
    String app = "app" + random.nextInt(1_000);
    if (manager.getAppPorts().containsKey(app)) {
      return;
    }
    try {
      PortLease lease =
          manager.lease(LeaseRequest.builder(app).hold(random.nextInt(8) == 0).build());
      leases++;
      FileChannel file =
          FileChannel.open(
              locks.resolve("port-" + lease.port()),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        System.out.println("DOUBLE " + lease.port());
      }
      held.add(new Held(lease, file));
      if (leases % 100 == 0) {
        System.out.println("LEASED 100");
      }
    } catch (NoFreePortException e) {
      refusals++;
    }
  }

  private void release(Held one) throws IOException {
    one.file().close();
    one.lease().close();
  }

  private void releaseAll() throws IOException {
    while (!held.isEmpty()) {
      release(held.removeFirst());
    }
  }
}
