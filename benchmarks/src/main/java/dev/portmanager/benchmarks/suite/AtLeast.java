package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A holder named in passing, "at least": the status of a port. */
final class AtLeast implements Benchmark {

  private static final String TABLE = "A holder named in passing: the status of a port";
  private static final String KNOWN = "Port Manager status, asked before";
  private static final String FIRST = "Port Manager status, asked the first time";
  private static final String GROUPED =
      "Port Manager status, asked the first time, control groups of 20";
  private static final double BOUND_MILLIS = 0.4;

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String title() {
    return "A holder named in passing";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Median; (ratio to C, beside it). C is one dump and one readlink of the last known"
            + " descriptor. The first time, nothing is known but the socket's user and control"
            + " group; the population's processes are in the control group of this benchmark, all"
            + " in one, or each 20 in one of their own, as services and containers are. A bind is"
            + " tried too, which C does not.");
    Lookups lookups = new Lookups(bench, findings, false);
    for (Size size : List.of(Size.S, Size.M, Size.L)) {
      if (bench.isQuick() && size.equals(Size.L)) {
        findings.notMeasured("population L", "left out of the quick run");
        continue;
      }
      System.out.println("  population " + size.name() + " ...");
      try (Population population = bench.populate(size)) {
        measure(lookups, findings, size, population);
      }
      grouped(bench, lookups, findings, size);
    }
  }

  /** Where nothing is known but the socket's control group, and that is a small one. */
  private static void grouped(Bench bench, Lookups lookups, Findings findings, Size size)
      throws IOException {
    Optional<Path> groups = Population.groups();
    if (groups.isEmpty()) {
      findings.notMeasured(GROUPED, "control groups can be made by root alone, in cgroup2");
      return;
    }
    Path program = bench.layout().program("population");
    try (Population population = Population.start(bench.children(), program, size, groups)) {
      Subject c = lookups.reference("C reference, last known holder", "known");
      Subject first = lookups.ours(GROUPED, "status-first");
      requireRight(List.of(c, first), population);
      lookups.warmUp(List.of(first));
      Map<Subject, Series> measured =
          lookups.measure(c, List.of(first), Plan.of(size.equals(Size.L) ? 20 : 100, 3, 20));
      findings.addColumn(TABLE, size.name(), measured);
    }
  }

  private static void requireRight(List<Subject> subjects, Population population)
      throws IOException {
    for (Subject subject : subjects) {
      Lookups.wrong(subject, population.target())
          .ifPresent(
              wrong -> {
                throw new WrongAnswerException(subject.label() + ": " + wrong);
              });
    }
  }

  private static void measure(Lookups lookups, Findings findings, Size size, Population population)
      throws IOException {
    Subject c = lookups.reference("C reference, last known holder", "known");
    Subject known = lookups.ours(KNOWN, "status");
    Subject first = lookups.ours(FIRST, "status-first");
    requireRight(List.of(c, known, first), population);
    lookups.warmUp(List.of(known));
    Plan plan = Plan.of(size.equals(Size.L) ? 20 : 100, 3, 20);
    Map<Subject, Series> measured = lookups.measure(c, List.of(known), plan);
    findings.addColumn(TABLE, size.name(), measured);
    // Apart: a pass over all descriptors leaves nothing of the others in the processor's caches.
    findings.addColumn(TABLE, size.name(), lookups.measure(c, List.of(first), plan));
    double millis = Lookups.of(measured, known).values().median() / 1e6;
    findings.atMost("status of a busy port, " + size.name(), BOUND_MILLIS, " ms", millis);
  }
}
