package dev.portmanager.reliability.faults;

import dev.portmanager.KillOptions;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortManagers;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A JVM that uses Port Manager while its calls of the system fail at random, and counts what it
 * holds before and after: {@code FaultyLoad OPERATIONS MILLISECONDS FOLDER LISTENER KERNEL}.
 */
public final class FaultyLoad implements AutoCloseable {

  private static final int SEED = 20_261_125;
  private static final int SAMPLES = 5;
  private static final int WARM = 500;
  private static final KillOptions KILL =
      KillOptions.builder().gracePeriod(Duration.ofMillis(50)).build();

  private final Random random = new Random(SEED);
  private final RandomFaults faults = new RandomFaults(SEED);
  private final Path listener;
  private final Subject subject;
  private final PortManager manager;
  private final Victim known;
  private int done;
  private int refused;
  private int kills;

  private FaultyLoad(Path folder, Path listener, boolean kernel) throws IOException {
    this.listener = listener;
    this.subject = new FaultLoader().newSubject(kernel);
    if (kernel && !subject.asksTheKernel()) {
      throw new IllegalStateException("the kernel is not asked");
    }
    this.manager =
        PortManagers.builder()
            .range(21_000, 21_099)
            .registry(folder.resolve("registry"))
            .processKiller(subject.killer())
            .build();
    this.known = Victim.start(listener);
  }

  /** Works for as many operations, or as long, as is said; prints what it held meanwhile. */
  public static void main(String[] args) throws Exception {
    int most = Integer.parseInt(args[0]);
    long millis = Long.parseLong(args[1]);
    Path folder = Path.of(args[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (FaultyLoad load = new FaultyLoad(folder, Path.of(args[3]), args[4].equals("true"))) {
      load.work(WARM, Long.MAX_VALUE);
      load.reset();
      out.println(Held.HEADER);
      out.println(Held.now(0));
      long start = System.nanoTime();
      for (int sample = 1; sample <= SAMPLES; sample++) {
        load.work(most / SAMPLES * sample, start + millis * 1_000_000 / SAMPLES * sample);
        out.println(Held.now(load.done));
      }
      out.printf(
          Locale.ROOT,
          "operations %d, of them ended by an exception %d, kills %d; calls that failed %d%n",
          load.done,
          load.refused,
          load.kills,
          load.faults.count());
      out.println("leases left: " + load.manager.leases().size());
    }
  }

  private void reset() {
    done = 0;
    refused = 0;
    kills = 0;
  }

  private void work(int until, long deadline) throws IOException {
    while (done < until && System.nanoTime() < deadline) {
      Victim victim = random.nextInt(50) == 0 ? Victim.start(listener) : null;
      Faults.begin(faults);
      try {
        one(victim);
      } catch (PortManagerException e) {
        refused++;
      } finally {
        Faults.end();
        if (victim != null) {
          victim.close();
        }
      }
      if (!known.isAlive()) {
        throw new IllegalStateException("a bystander was ended");
      }
      done++;
    }
  }

  private void one(Victim victim) {
    if (victim != null) {
      manager.killProcessOnPort(victim.port(), KILL);
      kills++;
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> requireOwner(manager.listenersOn(known.port()));
      case 1 -> requireInUse(manager.status(known.port()));
      case 2 -> manager.listeners();
      case 3 -> manager.leases();
      default -> {
        try (PortLease lease = manager.lease("app" + random.nextInt(20))) {
          manager.status(lease.port());
        }
      }
    }
  }

  /** A status says what a trial bind says, be it that nobody can tell who listens. */
  private void requireInUse(PortStatus status) {
    if (status.state() != PortState.IN_USE) {
      throw new IllegalStateException(status + ", and " + known.pid() + " listens");
    }
    if (!status.listeners().isEmpty()) {
      requireOwner(status.listeners());
    }
  }

  private void requireOwner(List<Listener> listeners) {
    for (Listener each : listeners) {
      if (each.ownership() instanceof Ownership.Known owners
          && !owners.owners().stream()
              .map(ProcessInfo::pid)
              .toList()
              .equals(List.of(known.pid()))) {
        throw new IllegalStateException("wrong owner: " + each);
      }
    }
    if (listeners.isEmpty()) {
      throw new IllegalStateException("nobody is told to listen, and " + known.pid() + " does");
    }
  }

  @Override
  public void close() {
    known.close();
    manager.close();
    subject.close();
  }
}
