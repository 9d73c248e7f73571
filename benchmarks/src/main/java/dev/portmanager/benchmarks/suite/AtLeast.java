package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A holder named in passing, "at least": the status of a port. */
final class AtLeast implements Benchmark {

  private static final String TABLE = "A holder named in passing: the status of a port";
  private static final String KNOWN = "Port Manager status, asked before";
  private static final String FIRST = "Port Manager status, asked the first time";
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
            + " in one. A bind is tried too, which C does not.");
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
    }
  }

  private static void measure(Lookups lookups, Findings findings, Size size, Population population)
      throws IOException {
    Subject c = lookups.reference("C reference, last known holder", "known");
    Subject known = lookups.ours(KNOWN, "status");
    Subject first = lookups.ours(FIRST, "status-first");
    for (Subject subject : List.of(c, known, first)) {
      Lookups.wrong(subject, population.target())
          .ifPresent(
              wrong -> {
                throw new WrongAnswerException(subject.label() + ": " + wrong);
              });
    }
    lookups.warmUp(List.of(known));
    Map<Subject, Series> measured =
        lookups.measure(c, List.of(known, first), Plan.of(size.equals(Size.L) ? 20 : 100, 3, 20));
    findings.addColumn(TABLE, size.name(), measured);
    double millis = Lookups.of(measured, known).values().median() / 1e6;
    findings.atMost("status of a busy port, " + size.name(), BOUND_MILLIS, " ms", millis);
  }
}
