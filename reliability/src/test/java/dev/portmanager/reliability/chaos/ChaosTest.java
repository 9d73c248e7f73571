package dev.portmanager.reliability.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.reliability.RunTime;
import dev.portmanager.reliability.chaos.LogChecker.Violation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Everything at once: see {@link ChaosWorker}, {@link Commands}, {@link Harm}. */
@EnabledOnOs(OS.LINUX)
class ChaosTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int COMMANDS = 2;

  @TempDir Path folder;
  private final Random random = new Random();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<Harm, Integer> harms = new EnumMap<>(Harm.class);
  private int kills;
  private int stops;
  private int steps;
  private int started;

  private static PortRange freeRange(int size) throws IOException {
    while (true) {
      int min = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      PortRange range = new PortRange(min, min + size - 1);
      if (isFree(range)) {
        return range;
      }
    }
  }

  private static boolean isFree(PortRange range) {
    for (int port = range.min(); port <= range.max(); port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  @Test
  void nothingIsHeldTwiceLeakedOrLost() throws Exception {
    Duration time = RunTime.chosen();
    int size = Integer.getInteger("portmanager.chaos.processes", time.compareTo(LONG) < 0 ? 6 : 16);
    Optional<SteppedClock> clock = SteppedClock.in(folder);
    assumeTrue(
        clock.isPresent() || !Boolean.parseBoolean(System.getenv("PORTMANAGER_REQUIRE_TOOLS")),
        "libfaketime (Debian: faketime) is not installed");
    try (EventLog driver = new EventLog(folder.resolve("driver.log"))) {
      ChaosPlace place = new ChaosPlace(folder, freeRange(2 * size), driver);
      List<Thread> others = startOthers(place);
      List<WorkerProcess> workers = new ArrayList<>();
      try {
        for (int i = 0; i < size; i++) {
          workers.add(start(place, i, clock));
        }
        harass(place, workers, clock, time);
        finish(workers, place);
      } finally {
        stop.countDown();
        for (WorkerProcess worker : workers) {
          worker.kill();
        }
        for (Thread thread : others) {
          thread.join();
        }
      }
      assertThat(leftOver(place)).isEmpty();
      assertThatEveryPortCanBeHad(place);
      judge(place, time, size, clock.isPresent());
    }
  }

  private WorkerProcess start(ChaosPlace place, int slot, Optional<SteppedClock> clock)
      throws IOException {
    return WorkerProcess.start(place, "w" + started++, slot % 2 == 0 ? clock : Optional.empty());
  }

  private List<Thread> startOthers(ChaosPlace place) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      threads.add(new Thread(new Commands(place, "c" + i, stop)::run));
    }
    threads.add(new Thread(() -> list(place)));
    threads.forEach(Thread::start);
    return threads;
  }

  /** Asks for the list of all leases again and again. */
  private void list(ChaosPlace place) {
    try (PortManager manager = open(place)) {
      while (!stop.await(random.nextInt(200), TimeUnit.MILLISECONDS)) {
        list(place, manager);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<LeaseInfo> list(ChaosPlace place, PortManager manager) {
    long from = EventLog.now();
    try {
      List<LeaseInfo> leases = manager.leases();
      place.driver().listed(from, leases);
      return leases;
    } catch (LeaseRegistryException e) {
      return List.of(); // the register was cut short at that moment
    }
  }

  private static PortManager open(ChaosPlace place) {
    return PortManagers.builder()
        .registry(place.registry())
        .range(place.range())
        .cooldown(Duration.ZERO)
        .build();
  }

  private void harass(
      ChaosPlace place, List<WorkerProcess> workers, Optional<SteppedClock> clock, Duration time)
      throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      int slot = random.nextInt(workers.size());
      WorkerProcess worker = workers.get(slot);
      switch (random.nextInt(6)) {
        case 0 -> {
          worker.kill();
          kills++;
          workers.set(slot, start(place, slot, clock));
        }
        case 1, 2 -> {
          worker.stop();
          stops++;
        }
        case 3 -> harm(place);
        case 4 -> {
          if (clock.isPresent()) {
            clock.get().step(random);
            steps++;
          }
        }
        default -> {
          for (WorkerProcess each : workers) {
            if (each.isStopped()) {
              each.goOn();
            }
          }
        }
      }
      assertThat(stop.await(random.nextInt(300), TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private void harm(ChaosPlace place) throws IOException {
    if (Files.isDirectory(place.registry())) {
      Harm.any(place.registry(), random).ifPresent(harm -> harms.merge(harm, 1, Integer::sum));
    }
  }

  private static void finish(List<WorkerProcess> workers, ChaosPlace place) throws Exception {
    for (WorkerProcess worker : workers) {
      worker.goOn();
    }
    for (WorkerProcess worker : workers) {
      assertThat(worker.finish()).as("a worker's own end: %s", place.said()).isTrue();
    }
  }

  /** Returns what is leased when nobody is left: what was leased for a time gets that time. */
  private static List<LeaseInfo> leftOver(ChaosPlace place) throws InterruptedException {
    try (PortManager manager = open(place)) {
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (true) {
        List<LeaseInfo> leases = list(place, manager);
        if (leases.isEmpty() || System.nanoTime() > deadline) {
          return leases;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static void assertThatEveryPortCanBeHad(ChaosPlace place) {
    try (PortManager manager = open(place)) {
      List<LeaseRequest> all = new ArrayList<>();
      for (int i = 0; i < place.range().size(); i++) {
        all.add(LeaseRequest.of("last" + i));
      }
      List<PortLease> leases = manager.leaseAll(all);
      assertThat(leases).hasSize(place.range().size());
    }
  }

  private void judge(ChaosPlace place, Duration time, int size, boolean clock) throws IOException {
    List<Event> events = place.events();
    List<Violation> violations = LogChecker.check(events);
    long leases = count(events, Event.Got.class::isInstance);
    String figures =
        String.join(
            System.lineSeparator(),
            size + " JVMs, " + time,
            "leases: " + leases,
            "of these by commands: "
                + count(events, e -> e instanceof Event.Got got && got.lease().startsWith("c")),
            "asked for in vain, full: " + refusals(events, "full"),
            "asked for in vain, register cut short: " + refusals(events, "register"),
            "asked for in vain by commands: " + refusals(events, "command"),
            "lists: " + count(events, Event.Listed.class::isInstance),
            "workers killed: " + kills,
            "workers stopped: " + stops,
            "register harmed: " + harms,
            "clock stepped: " + (clock ? steps : "not at all, without libfaketime"),
            "violations: " + violations.size());
    Files.writeString(Path.of("target", "chaos.txt"), figures);
    keep(violations);
    assertThat(violations).as(figures).isEmpty();
    assertThat(leases).isPositive();
  }

  private static long refusals(List<Event> events, String why) {
    return count(events, e -> e instanceof Event.Refused refused && refused.why().equals(why));
  }

  private static long count(List<Event> events, Predicate<Event> which) {
    return events.stream().filter(which).count();
  }

  /** The folder goes with the test; what speaks of a fault does not. */
  private void keep(List<Violation> violations) throws IOException {
    if (violations.isEmpty()) {
      return;
    }
    Path kept = Files.createTempDirectory(Path.of("target"), "chaos-");
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        Files.copy(file, kept.resolve(file.getFileName()));
      }
    }
  }
}
