package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Fixed;
import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Which ports of a range of 10,000 are in use. */
final class Ports implements Benchmark {

  private static final String TABLE = "Which ports of 10,000 are in use";
  private static final String RANGE = "20000-29999";
  private static final double BOUND_MILLIS = 2;

  @Override
  public String name() {
    return "ports";
  }

  @Override
  public String title() {
    return TABLE;
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Population M, range "
            + RANGE
            + ". Median; (ratio to one dump in C, which sees listeners"
            + " only, not what is bound and does not listen).");
    Lookups lookups = new Lookups(bench, findings, false);
    try (Population population = bench.populate(Size.M)) {
      Subject c = new Fixed(lookups.reference("C one dump into a bitmap", "used"), RANGE);
      Subject probing = new Fixed(lookups.reference("C probing each port", "used-probe"), RANGE);
      Subject list = new Fixed(lookups.ours("Port Manager listeningPorts()", "used-list"), RANGE);
      Subject listing =
          new Fixed(
              lookups.ours("Port Manager listeners(), with all owners", "used-listeners"), RANGE);
      Subject each =
          new Fixed(lookups.ours("Port Manager isPortInUse, each port", "used-probing"), RANGE);
      String right = c.ask("").answer();
      if (Integer.parseInt(right) < population.size().listeners()) {
        throw new WrongAnswerException("C sees only " + right + " listeners");
      }
      for (Subject subject : List.of(probing, list, listing, each)) {
        String answer = subject.ask("").answer();
        if (!answer.equals(right)) {
          throw new WrongAnswerException(subject.label() + ": " + answer + ", right is " + right);
        }
      }
      Map<Subject, Series> measured =
          new Turns(c, bench.fit(Plan.of(15, 3, 20)))
              .run(
                  List.of(c, probing, list, listing, each),
                  RANGE,
                  (s, e) -> findings.notMeasured(s.label(), e.toString()));
      findings.addColumn(TABLE, "M", measured);
      findings.atMost(
          "which ports of 10,000 are in use, M", BOUND_MILLIS, " ms", median(measured, list) / 1e6);
    }
  }

  private static double median(Map<Subject, Series> measured, Subject subject) {
    Series series = measured.get(subject);
    return series == null ? Double.POSITIVE_INFINITY : series.values().median();
  }
}
