package dev.portmanager.reliability.chaos;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that leases in every way there is, two threads at once, and writes down what it does,
 * until its standard input ends; then it gives everything back.
 */
final class ChaosWorker {

  private static final int THREADS = 2;
  private static final int MOST_HELD = 2;

  private final PortManager manager;
  private final EventLog log;
  private final String name;
  private final CountDownLatch stop;
  private final Random random = new Random();
  private final List<Held> held = new ArrayList<>();
  private final long pid = ProcessHandle.current().pid();
  private int count;

  private ChaosWorker(PortManager manager, EventLog log, String name, CountDownLatch stop) {
    this.manager = manager;
    this.log = log;
    this.name = name;
    this.stop = stop;
  }

  private record Held(String id, PortLease lease) {}

  /** Runs; arguments: registry, log, name, first and last port. */
  public static void main(String[] args) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    Thread reader = new Thread(() -> awaitEndOfInput(stop));
    reader.setDaemon(true);
    reader.start();
    try (EventLog log = new EventLog(Path.of(args[1]));
        PortManager manager =
            PortManagers.builder()
                .registry(Path.of(args[0]))
                .range(Integer.parseInt(args[3]), Integer.parseInt(args[4]))
                .cooldown(Duration.ZERO)
                .build()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        ChaosWorker worker = new ChaosWorker(manager, log, args[2] + "." + i, stop);
        Thread thread = new Thread(worker::run);
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void awaitEndOfInput(CountDownLatch stop) {
    try {
      while (System.in.read() >= 0) {
        // the parent writes nothing; it only closes
      }
      stop.countDown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, it goes to the log
  private void run() {
    try {
      // Mostly idle: that is when a register is gone without its holders' knowledge.
      while (!stop.await(random.nextInt(4) == 0 ? random.nextInt(400) : 1, TimeUnit.MILLISECONDS)) {
        step();
      }
      while (!held.isEmpty()) {
        release(held.remove(0));
      }
    } catch (Throwable e) {
      log.write("BROKEN " + name + " " + e + " at " + List.of(e.getStackTrace()));
      throw new IllegalStateException(e);
    }
  }

  private void step() throws IOException {
    int what = random.nextInt(10);
    if (held.size() >= MOST_HELD || (what < 3 && !held.isEmpty())) {
      release(held.remove(random.nextInt(held.size())));
    } else if (what < 5) {
      lease(LeaseRequest.builder(app()));
    } else if (what == 5) {
      lease(LeaseRequest.builder(app()).hold(true));
    } else if (what == 6) {
      lease(LeaseRequest.builder(app()).maxWait(Duration.ofMillis(300)));
    } else if (what == 7) {
      leaseTwo();
    } else if (what == 8 && !held.isEmpty()) {
      askAgain(held.get(random.nextInt(held.size())));
    } else if (what == 9 && random.nextInt(20) == 0) {
      leaseForATime();
    }
  }

  /** One of a few names, so that an application comes back for the port that it had. */
  private String app() {
    while (true) {
      String app = name + "-" + random.nextInt(2 * MOST_HELD + 2);
      if (held.stream().noneMatch(h -> h.lease().appName().startsWith(app))) {
        return app;
      }
    }
  }

  private String nextId() {
    return name + "#" + count++;
  }

  private void lease(LeaseRequest.Builder builder) throws IOException {
    LeaseRequest request = builder.build();
    String id = nextId();
    log.asked(id, request.appName(), pid, pid);
    try {
      PortLease lease = manager.lease(request);
      log.write("GOT " + id + " " + lease.port());
      held.add(new Held(id, lease));
      if (random.nextInt(4) == 0) {
        serve(lease);
      }
    } catch (NoFreePortException e) {
      refused(id, "full");
    } catch (LeaseRegistryException e) {
      refused(id, "register");
    }
  }

  private void refused(String id, String why) {
    log.write("REFUSED " + id + " " + why);
  }

  private static void serve(PortLease lease) throws IOException {
    try (ServerSocketChannel server = lease.open()) {
      server.configureBlocking(false);
      server.accept();
    }
  }

  private void leaseTwo() {
    List<String> ids = List.of(nextId(), nextId());
    String first = app();
    String second = first + "-b";
    log.asked(ids.get(0), first, pid, pid);
    log.asked(ids.get(1), second, pid, pid);
    try {
      List<PortLease> leases =
          manager.leaseAll(List.of(LeaseRequest.of(first), LeaseRequest.of(second)));
      for (int i = 0; i < ids.size(); i++) {
        log.write("GOT " + ids.get(i) + " " + leases.get(i).port());
        held.add(new Held(ids.get(i), leases.get(i)));
      }
    } catch (NoFreePortException e) {
      ids.forEach(id -> refused(id, "full"));
    } catch (LeaseRegistryException e) {
      ids.forEach(id -> refused(id, "register"));
    }
  }

  private void leaseForATime() {
    String id = nextId();
    long seconds = 1L + random.nextInt(2);
    log.write("ASKED " + id + " " + id + " " + pid + " FOR " + 1_000 * seconds);
    try {
      @SuppressWarnings("resource") // ends by itself
      PortLease lease =
          manager.lease(LeaseRequest.builder(id).duration(Duration.ofSeconds(seconds)).build());
      log.write("GOT " + id + " " + lease.port());
    } catch (NoFreePortException e) {
      refused(id, "full");
    } catch (LeaseRegistryException e) {
      refused(id, "register");
    }
  }

  private void askAgain(Held one) {
    try {
      int port = manager.getUniquePort(one.lease().appName());
      if (port != one.lease().port()) {
        log.write("MOVED " + one.id() + " " + port);
      }
    } catch (LeaseRegistryException e) {
      // the register was cut short at that moment: nothing was promised
      log.write("REFUSED " + one.id() + "-again register");
    }
  }

  private void release(Held one) {
    log.write("GIVING " + one.id());
    boolean stood = manager.releasePort(one.lease().appName());
    log.write("GAVE " + one.id() + " " + stood);
  }
}
