package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How soon the end of a process that somebody else started is known. */
final class Exits implements Benchmark {

  private static final String TABLE = "From the signal to knowing that a foreign process has ended";
  private static final String OURS = "Port Manager, awaitExit of a pinned process";
  private static final double BOUND_MILLIS = 0.5;

  @Override
  public String name() {
    return "exit";
  }

  @Override
  public String title() {
    return "A foreign process ends";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Each ends a listener made for this. Median; the process has no memory to give back, which"
            + " else takes the kernel longer. C takes the time from SIGTERM, the others from"
            + " SIGKILL.");
    Subject c = bench.reference("C, pidfd and poll", "await");
    Subject ours = bench.ours(OURS, "await", 1);
    Subject jdk = bench.ours("ProcessHandle.onExit (JDK)", "on-exit", 1);
    Map<Subject, Series> measured = new LinkedHashMap<>();
    int rounds = bench.isQuick() ? 10 : 41;
    for (int i = -5; i < rounds; i++) {
      for (Subject subject : List.of(c, ours, jdk)) {
        // It polls: some seconds each.
        if (subject != jdk || (i >= 0 && i < 5)) {
          double nanos = end(bench, subject, subject == c).nanos();
          if (i >= 0) {
            measured.computeIfAbsent(subject, s -> new Series()).add(nanos, nanos);
          }
        }
      }
    }
    measured.forEach(
        (subject, series) ->
            findings.add(TABLE, Cell.of(subject.label(), "time", series.values())));
    Series series = measured.get(ours);
    if (series != null) {
      findings.atMost(
          "foreign process ended -> we know", BOUND_MILLIS, " ms", series.values().median() / 1e6);
    }
  }

  private static Reading end(Bench bench, Subject subject, boolean byPort) throws IOException {
    try (Disposable listener = Disposable.start(bench)) {
      return subject.ask(String.valueOf(byPort ? Disposable.PORT : listener.pid()));
    }
  }
}
