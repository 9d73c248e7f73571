package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Fixed;
import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How the cost grows: with descriptors, busy ports, contending JVMs and leases. */
final class Growth implements Benchmark {

  static final String DESCRIPTORS = "All owners of a port, by open descriptors";
  static final String BUSY = "A new lease, by busy ports";
  static final String CONTENTION = "A new lease, by JVMs that lease at once";
  static final String LEASES = "Leasing, by leases of others in the register";
  static final String OURS = "Port Manager";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int[] ALL_DESCRIPTORS = {1_000, 5_000, 25_000, 100_000, 250_000};
  private static final int[] RANGES = {50, 1_000, 10_000};
  private static final int FIRST = 20_000;
  private static final long WARM_UP_NANOS = 2_000_000_000;
  private static final int MOST_WARM_UPS = 200;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String title() {
    return "How the cost grows";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    part(bench, findings, DESCRIPTORS, Growth::byDescriptors);
    part(bench, findings, BUSY, Growth::byBusyPorts);
    part(bench, findings, CONTENTION, Growth::byContention);
    part(bench, findings, LEASES, Growth::byLeases);
  }

  private interface Part {
    void measure(Bench bench, Findings findings) throws IOException;
  }

  /** One that fails, for want of descriptors for example, does not take the others with it. */
  private static void part(Bench bench, Findings findings, String title, Part part) {
    System.out.println("  " + title + " ...");
    try {
      part.measure(bench, findings);
    } catch (IOException e) {
      findings.notMeasured(title, e.toString());
    } finally {
      bench.endServers();
    }
  }

  private static void byDescriptors(Bench bench, Findings findings) throws IOException {
    findings.table(
        DESCRIPTORS,
        "50 processes with so many descriptors together, beside the machine's own; one thread. Median; (ratio to C with 1"
            + " thread). \"garbage\" is what one look-up allocates on the Java heap.");
    Lookups lookups = new Lookups(bench, findings, false);
    Map<Integer, Long> garbage = new TreeMap<>();
    for (int all : ALL_DESCRIPTORS) {
      System.out.println("  descriptors: " + all + " ...");
      Size size = Size.ofDescriptors(all);
      try (Population population = bench.populate(size)) {
        String machine = Population.Machine.count().toString();
        findings.add(DESCRIPTORS, Cell.of("the machine", size.name(), machine));
        Subject c = lookups.reference("C reference, 1 thread", "owners");
        Subject ours = lookups.ours(OURS, "listeners-on");
        Lookups.wrong(ours, population.target())
            .ifPresent(
                wrong -> {
                  throw new WrongAnswerException(wrong);
                });
        lookups.warmUp(List.of(ours));
        Map<Subject, Series> measured = lookups.measure(c, List.of(ours), Plan.of(21, 1, 15));
        findings.addColumn(DESCRIPTORS, size.name(), measured);
        Subject allocated = new Served("", bench.ourServer("ours"), "allocated", 5);
        long bytes = Long.parseLong(allocated.ask(Lookups.PORT).answer());
        garbage.put(all, bytes);
        findings.add(
            DESCRIPTORS,
            Cell.of(OURS + ", garbage", size.name(), String.format(Locale.ROOT, "%,d B", bytes)));
      }
    }
    int most = ALL_DESCRIPTORS[ALL_DESCRIPTORS.length - 1];
    long more = garbage.getOrDefault(most, 0L) - garbage.getOrDefault(ALL_DESCRIPTORS[0], 0L);
    findings.atMost(
        "garbage for each descriptor that is scanned (bytes, rounded to a hundredth)",
        0,
        " B",
        Math.max(0, Math.round(100.0 * more / (most - ALL_DESCRIPTORS[0])) / 100.0));
  }

  private static void byBusyPorts(Bench bench, Findings findings) throws IOException {
    findings.table(
        BUSY,
        "So many ports of the range are listened to by another process, spread evenly. Median call"
            + " of 100 in a row, of several such rows.");
    LineServer other = bench.ourServer("occupier");
    for (int range : RANGES) {
      String ports = FIRST + "-" + (FIRST + range - 1);
      for (int percent : new int[] {0, 50, 90}) {
        other.ask("occupy", 1, ports + ":" + range * percent / 100, LIMIT);
        String row = String.format(Locale.ROOT, "range of %,d", range);
        Subject ours = new Served(row, bench.ourServer("ours"), "lease-new", 100);
        findings.add(BUSY, Cell.of(row, percent + " % busy", figure(bench, ours, ports)));
        other.ask("vacate", 1, "0", LIMIT);
      }
    }
  }

  /** A figure of some readings, after others for the compiler. */
  private static Figure figure(Bench bench, Subject subject, String argument) throws IOException {
    List<Double> nanos = new ArrayList<>();
    Subject fixed = new Fixed(subject, argument);
    long warm = System.nanoTime() + (bench.isQuick() ? WARM_UP_NANOS / 4 : WARM_UP_NANOS);
    for (int i = 0; i < MOST_WARM_UPS && System.nanoTime() < warm; i++) {
      fixed.ask("");
    }
    int readings = bench.isQuick() ? 5 : 11;
    for (int i = 0; i < readings; i++) {
      nanos.add((double) fixed.ask("").nanos());
    }
    return Figure.of(nanos.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void byContention(Bench bench, Findings findings) throws IOException {
    findings.table(
        CONTENTION,
        "JVMs lease and give back in one range of 1,000, at once, 2,000 times each in a row, on "
            + Runtime.getRuntime().availableProcessors()
            + " processors. Median call of each JVM's; middle half of these.");
    for (int jvms : new int[] {1, 2, 8}) {
      List<LineServer> servers = new ArrayList<>();
      for (int i = 0; i < jvms; i++) {
        LineServer server = bench.ourServer("contender " + i);
        server.ask("lease-new", 2000, "21000-21999", LIMIT);
        servers.add(server);
      }
      String column = jvms == 1 ? "1 JVM" : jvms + " JVMs";
      findings.add(CONTENTION, Cell.of("range of 1,000", column, storm(servers)));
    }
  }

  private static Figure storm(List<LineServer> servers) throws IOException {
    List<CompletableFuture<Long>> running = new ArrayList<>();
    for (LineServer server : servers) {
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return server.ask("lease-new", 2000, "21000-21999", LIMIT).nanos();
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              },
              task -> {
                Thread thread = new Thread(task, "storm");
                thread.setDaemon(true);
                thread.start();
              }));
    }
    try {
      return Figure.of(running.stream().mapToDouble(CompletableFuture::join).toArray());
    } catch (CompletionException e) {
      throw new IOException("a contending JVM failed: " + e.getCause(), e);
    }
  }

  private static void byLeases(Bench bench, Findings findings) throws IOException {
    findings.table(
        LEASES,
        "Another JVM holds so many leases of the range 20000-39999; nothing listens there. Median"
            + " call of 100 in a row, of several such rows.");
    LineServer other = bench.ourServer("holder");
    String range = "20000-39999";
    int held = 0;
    for (int leases : new int[] {0, 1_000, 10_000}) {
      other.ask("hold", 1, range + ":" + leases, Duration.ofMinutes(3));
      held = Math.max(held, leases);
      String column = String.format(Locale.ROOT, "%,d leases", held);
      for (String operation : List.of("lease-new", "lease-again", "release")) {
        Subject ours = new Served(operation, bench.ourServer("ours"), operation, 100);
        findings.add(LEASES, Cell.of(label(operation), column, figure(bench, ours, range)));
      }
      Subject list = new Served("leases", bench.ourServer("ours"), "leases", 1);
      findings.add(LEASES, Cell.of(label("leases"), column, figure(bench, list, range)));
    }
  }

  private static String label(String operation) {
    return switch (operation) {
      case "lease-new" -> "getUniquePort, new";
      case "lease-again" -> "getUniquePort, again";
      case "release" -> "releasePort";
      default -> "leases(), all of them";
    };
  }
}
