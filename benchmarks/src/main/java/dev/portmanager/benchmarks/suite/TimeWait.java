package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.population.WaitingSockets;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All owners of a port, after a burst of 20,000 connections that wait for their end. */
final class TimeWait implements Benchmark {

  private static final String TABLE =
      "All owners of a port, with 20,000 sockets in TIME_WAIT around";
  private static final int WANTED = 20_000;

  @Override
  public String name() {
    return "time-wait";
  }

  @Override
  public String title() {
    return "A burst of connections";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Population S. Medians before and during; \"slower\" is the ratio of the two ratios to C,"
            + " so that the machine's own mood is taken out.");
    Lookups lookups = new Lookups(bench, findings, false);
    try (Population population = bench.populate(Size.S)) {
      Subject c = lookups.reference(Lookups.C, "owners");
      List<Subject> right = lookups.check(lookups.warm(), population, TABLE);
      lookups.warmUp(right);
      Plan plan = bench.fit(Plan.of(21, 2, 15));
      Map<String, Figure> before =
          column(findings, "without", lookups.measure(new Turns(c, plan), c, right));
      keepWaiting(bench);
      Turns during = new Turns(c, bench.fit(Plan.of(15, 1, 45)), () -> keepWaiting(bench));
      Map<String, Figure> after = column(findings, "with", lookups.measure(during, c, right));
      compare(findings, before, after);
    }
  }

  private static Map<String, Figure> column(
      Findings findings, String column, Map<Subject, Series> measured) {
    findings.addColumn(TABLE, column, measured);
    Map<String, Figure> ratios = new LinkedHashMap<>();
    measured.forEach((subject, series) -> ratios.put(subject.label(), series.ratios()));
    return ratios;
  }

  private static void compare(
      Findings findings, Map<String, Figure> before, Map<String, Figure> after) {
    after.forEach(
        (label, during) -> {
          Figure without = before.get(label);
          if (without != null) {
            double slower = during.median() / without.median();
            findings.add(
                TABLE, Cell.of(label, "slower", String.format(Locale.ROOT, "%.1fx", slower)));
            if (label.equals(Lookups.OURS)) {
              findings.atMost("20,000 TIME_WAIT sockets, S: with / without", 1.2, "x", slower);
            }
          }
        });
  }

  /** They last a minute: some are made anew whenever a tenth is gone. */
  private static void keepWaiting(Bench bench) {
    try {
      int missing = WANTED - WaitingSockets.count();
      if (missing > WANTED / 10) {
        String listener = bench.layout().program("listener").toString();
        bench
            .commands()
            .run(Duration.ofSeconds(30), List.of(listener, "--time-wait", String.valueOf(missing)));
        if (WaitingSockets.count() < WANTED * 8 / 10) {
          throw new IOException(
              "only " + WaitingSockets.count() + " sockets in TIME_WAIT could be made");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
