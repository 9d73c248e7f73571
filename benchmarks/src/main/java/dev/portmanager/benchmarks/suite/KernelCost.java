package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it takes to load the program that asks the kernel, and from how many processes it pays. */
record KernelCost(Bench bench, Findings findings, Lookups lookups, KernelSubjects kernel) {

  static final String TABLE = "What loading takes, and where it pays";

  private static final int[] PROCESSES = {100, 300, 1_000, 3_000};
  private static final String WARM_SCAN = "a look-up by /proc, warm";
  private static final String WARM_WALK = "a look-up by the kernel's walk, warm";

  void measure() throws IOException {
    findings.table(
        TABLE,
        "Populations of so many processes with 20 descriptors each. Median; (ratio to the kernel's"
            + " walk in C, or, of a fresh JVM's first look-up, to that by /proc). Loading"
            + " is reading the kernel's types, verifying and linking, once. It has paid when what"
            + " warm look-ups save outweighs what the first takes more.");
    for (int processes : PROCESSES) {
      String column = String.format(Locale.ROOT, "%,d", processes);
      System.out.println("  " + column + " processes ...");
      Size size = new Size(column, processes, 20, 5, 3, 0);
      try (Population population = bench.populate(size)) {
        findings.add(TABLE, Cell.of("the machine", column, Population.Machine.count().toString()));
        Fresh fresh = first(column);
        warm(population, fresh);
      } finally {
        bench.endServers();
      }
    }
  }

  /** The medians of a fresh JVM's first look-up, nanoseconds. */
  private record Fresh(double scan, double kernel) {}

  private Fresh first(String column) throws IOException {
    FreshJvm scan = FreshJvm.withKernel("a fresh JVM's first look-up, by /proc", bench, "off");
    FreshJvm asks = FreshJvm.withKernel("a fresh JVM's first look-up, loading", bench, "on");
    List<Subject> both = new ArrayList<>(List.of(scan, asks));
    new Turns(scan, bench.fit(Plan.of(11, 1, 20)))
        .run(both, Lookups.PORT, (s, e) -> findings.notMeasured(s.label(), e.toString()));
    for (FreshJvm each : List.of(scan, asks)) {
      findings.add(TABLE, Cell.of(each.label(), column, each.inside()));
    }
    return new Fresh(scan.inside().median(), asks.inside().median());
  }

  private void warm(Population population, Fresh fresh) throws IOException {
    String column = population.size().name();
    Subject walk = kernel.reference(KernelSubjects.C_WALK, "walk");
    Subject asks = kernel.ours(WARM_WALK, "listeners-on-first");
    Subject scan = lookups.ours(WARM_SCAN, "listeners-on");
    KernelSubjects.requireRight(List.of(walk, asks, scan), population);
    KernelSubjects.warmUp(List.of(walk, asks, scan));
    kernel.requireAsked();
    Map<Subject, Series> measured = lookups.measure(walk, List.of(asks, scan), Plan.of(25, 2, 10));
    findings.addColumn(TABLE, column, measured);
    double saved =
        Lookups.of(measured, scan).values().median() - Lookups.of(measured, asks).values().median();
    double more = fresh.kernel() - fresh.scan();
    long inC = kernel.reference("", "load").ask("0").nanos();
    findings.add(TABLE, Cell.of("loading, in C", column, Figure.of((double) inC)));
    findings.add(
        TABLE,
        Cell.of(
            "so much more takes the first look-up, loading",
            column,
            String.format(Locale.ROOT, "%.1f ms", more / 1e6)));
    findings.add(TABLE, Cell.of("it has paid after", column, paid(more, saved)));
  }

  /** After how many look-ups what is saved by each outweighs what the first took more. */
  private static String paid(double more, double saved) {
    if (more <= 0) {
      return "the first";
    }
    return saved <= 0
        ? "never"
        : String.format(Locale.ROOT, "%,d look-ups", 1 + (long) Math.ceil(more / saved));
  }
}
