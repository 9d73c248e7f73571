package dev.portmanager.reliability.soak;

import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The run: {@code Soak MILLISECONDS FOLDER LISTENER}, in a JVM of its own. Leaves {@code soak.csv}
 * and {@code soak.txt} in the folder; the exit code is 0 if the run was flat.
 */
public final class Soak {

  private static final Duration SHORTEST_STEP = Duration.ofMillis(500);
  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);
  private static final int PORTS = 60;

  private final Duration length;
  private final Path folder;
  private final Path listener;
  private final ReentrantReadWriteLock pauses = new ReentrantReadWriteLock(true);
  private final AtomicLong operations = new AtomicLong();
  private final Latencies latencies = new Latencies();
  private final List<Sample> samples = new ArrayList<>();

  private Soak(Duration length, Path folder, Path listener) {
    this.length = length;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Runs it.
   *
   * @param words how many milliseconds, a folder, the program that listens
   */
  public static void main(String[] words) throws Exception {
    Soak soak =
        new Soak(Duration.ofMillis(Long.parseLong(words[0])), Path.of(words[1]), Path.of(words[2]));
    List<String> complaints = soak.run();
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  private List<String> run() throws Exception {
    Path registry = Files.createDirectories(folder.resolve("registry"));
    registry.toFile().setWritable(false, false);
    registry.toFile().setWritable(true, true);
    try (PortManager manager = manager(registry);
        PortLease lease = manager.lease("server");
        ServerSocketChannel server = lease.open()) {
      List<Worker> workers =
          List.of(
              worker("leasing", new Leasing(registry, manager, latencies)::one),
              worker("looking", new Looking(manager, lease.port())::one),
              worker("killing", new Killing(manager, listener)::one));
      workers.forEach(Thread::start);
      observe(workers);
      for (Worker worker : workers) {
        worker.end();
      }
      List<String> complaints = new ArrayList<>(new Flatness(samples, length).complaints());
      report(complaints, server.isOpen());
      return complaints;
    }
  }

  private Worker worker(String name, java.util.concurrent.Callable<?> operation) {
    return new Worker("soak-" + name, operation, pauses, operations);
  }

  private static PortManager manager(Path registry) {
    int min = 10_000 + (int) (ProcessHandle.current().pid() % 300) * 60;
    return PortManagers.builder().range(min, min + PORTS - 1).registry(registry).build();
  }

  private void observe(List<Worker> workers) throws IOException {
    Path file = folder.resolve("soak.csv");
    Files.writeString(file, String.join(",", Sample.COLUMNS) + "\n");
    long start = System.nanoTime();
    long step = step().toNanos();
    for (long next = step; next <= length.toNanos(); next += step) {
      waitUntil(start + next);
      workers.forEach(Worker::check);
      Sample sample = sample(next);
      samples.add(sample);
      Files.writeString(file, String.join(",", sample.cells()) + "\n", StandardOpenOption.APPEND);
    }
  }

  private Duration step() {
    Duration step = length.dividedBy(60);
    step = step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
    return step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step;
  }

  private Sample sample(long sinceStart) {
    pauses.writeLock().lock();
    try {
      return new Sample(
          Duration.ofNanos(sinceStart).toSeconds(),
          operations.get(),
          Vitals.now(),
          latencies.take());
    } finally {
      pauses.writeLock().unlock();
    }
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void report(List<String> complaints, boolean serverOpen) throws IOException {
    StringBuilder text = new StringBuilder();
    row(text, Sample.COLUMNS);
    row(text, Sample.COLUMNS.stream().map(column -> "--:").toList());
    int every = Math.max(1, samples.size() / 12);
    for (int i = every - 1; i < samples.size(); i += every) {
      row(text, samples.get(i).cells());
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%.1f seconds of processor in %d seconds; the server is %s; %s%n",
            Vitals.processorSeconds(),
            length.toSeconds(),
            serverOpen ? "open" : "closed",
            complaints.isEmpty() ? "flat" : "not flat: " + complaints));
    Files.writeString(folder.resolve("soak.txt"), text.toString());
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
