package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.peer.LookupPeer;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All owners of a port, in three populations, beside the limit in C and every peer. */
final class Owners implements Benchmark {

  static final String WARM = "All owners of a port: warm, in a process that goes on running";
  static final String PROCESSES = "All owners of a port: whole processes";
  static final String PAIRS = "Port Manager beside C with as many threads, alone in turn";
  static final String COLD = "All owners of a port: the kernel's caches of names dropped before";

  /**
   * How often, for a population.
   *
   * @param size the population
   * @param warm for those that go on running
   * @param processes for whole processes
   * @param pairs for Port Manager and C alone
   */
  private record Step(Size size, Plan warm, Plan processes, Plan pairs) {}

  private static final List<Step> STEPS =
      List.of(
          new Step(Size.S, Plan.of(60, 5, 25), Plan.of(15, 1, 25), Plan.of(200, 20, 10)),
          new Step(Size.M, Plan.of(15, 1, 45), Plan.of(9, 1, 40), Plan.of(25, 2, 12)),
          new Step(Size.L, Plan.of(5, 1, 110), Plan.of(4, 0, 70), Plan.of(7, 1, 25)));

  private static final String LACKS = "what it lacks";

  private static final Set<String> COLD_SUBJECTS = Set.of(Lookups.OURS, "OSHI 7.5.0 (Java)");

  @Override
  public String name() {
    return "owners";
  }

  @Override
  public String title() {
    return "All owners of a port";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(PAIRS, "Ratio to C. One holder; the time is that of one exhaustive look-up.");
    findings.table(
        WARM,
        "Median; (ratio to C with 1 thread, beside it). One holder; \"of 3\" is how many of the"
            + " three owners of one inherited socket are named.");
    findings.table(
        PROCESSES, "From start to end of the process; (ratio to the C reference as a program).");
    findings.table(
        COLD, "Root only (drop_caches = 2), population M; (ratio to C with 1 thread, cold too).");
    Lookups lookups = new Lookups(bench, findings, false);
    for (Step step : STEPS) {
      if (bench.isQuick() && step.size().equals(Size.L)) {
        findings.notMeasured("population L", "left out of the quick run");
        continue;
      }
      System.out.println("  population " + step.size().name() + " ...");
      try (Population population = bench.populate(step.size())) {
        findings.add(
            PAIRS,
            Cell.of("the machine", step.size().name(), Population.Machine.count().toString()));
        new Pass(bench, findings, lookups, population).run(step);
      }
    }
    findings.addRemarks(WARM, LACKS, lacks(LookupPeer.warm()));
    findings.addRemarks(PROCESSES, LACKS, lacks(LookupPeer.commands()));
  }

  private static Map<String, String> lacks(List<LookupPeer> peers) {
    return peers.stream().collect(Collectors.toMap(LookupPeer::label, LookupPeer::lacks));
  }

  /** One population. */
  private record Pass(Bench bench, Findings findings, Lookups lookups, Population population) {

    void run(Step step) throws IOException {
      String column = step.size().name();
      Subject c = lookups.reference(Lookups.C, "owners");
      Subject c2 = lookups.reference(Lookups.C2, "owners2");
      List<Subject> all = new ArrayList<>(List.of(c, c2));
      all.addAll(lookups.warm());
      List<Subject> warm = new ArrayList<>(lookups.check(all, population, WARM));
      warm.remove(c); // everybody is measured beside it
      if (!step.size().equals(Size.L)) { // by then they are warm
        lookups.warmUp(warm);
      }
      pairs(step, c, c2);
      Map<Subject, Series> measured = lookups.measure(c, warm, step.warm());
      findings.addColumn(WARM, column, measured);
      goals(column, measured);
      if (step.size().equals(Size.M)) {
        cold(c, warm);
      }
      processes(step);
    }

    private void pairs(Step step, Subject c, Subject c2) throws IOException {
      String column = step.size().name();
      Subject ours = lookups.ours(Lookups.OURS, "listeners-on");
      Map<String, Double> ratios = new TreeMap<>();
      for (Subject reference : List.of(c, c2)) {
        Series series = lookups.pair(reference, ours, step.pairs());
        String row = Lookups.OURS + " / " + reference.label();
        findings.add(PAIRS, Cell.of(row, column, series.values(), series.ratios()));
        ratios.put(reference.label(), series.ratios().median());
      }
      boolean small = step.size().equals(Size.S);
      findings.atMost(
          "all owners, exhaustive, " + column + ": to C with as many threads",
          small ? 1.3 : 1.15,
          "x",
          ratios.getOrDefault(small ? Lookups.C : Lookups.C2, Double.NaN));
      range(column, ours, step.pairs());
    }

    /** All owners of all ports of a range of 50, beside those of one port. */
    private void range(String column, Subject one, Plan plan) throws IOException {
      Subject range =
          new Fifty(lookups.ours("Port Manager listeners(), 50 ports", "listeners-range"));
      Lookups.wrong(range, population.target())
          .ifPresent(
              wrong -> {
                throw new WrongAnswerException(range.label() + ": " + wrong);
              });
      Series series = lookups.pair(one, range, plan);
      String row = "Port Manager listeners(), 50 ports / listenersOn, 1 port";
      findings.add(PAIRS, Cell.of(row, column, series.values(), series.ratios()));
      findings.atMost(
          "all owners of a range of 50, " + column + ": to those of one port",
          1.15,
          "x",
          series.ratios().median());
    }

    private void goals(String column, Map<Subject, Series> measured) {
      double ours = Double.NaN;
      Map<String, Double> others = new TreeMap<>();
      for (Map.Entry<Subject, Series> entry : measured.entrySet()) {
        String label = entry.getKey().label();
        double ratio = entry.getValue().ratios().median();
        if (label.equals(Lookups.OURS)) {
          ours = ratio;
        } else if (!label.startsWith("C reference")) {
          others.put(label, ratio);
        }
      }
      for (Map.Entry<String, Double> other : others.entrySet()) {
        if (other.getKey().startsWith("OSHI")) {
          double bound = column.equals("S") ? 6 : 2.5;
          findings.atLeast("OSHI / Port Manager, " + column, bound, "x", other.getValue() / ours);
        }
      }
      double own = ours;
      others.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .ifPresent(
              nearest ->
                  findings.atLeast(
                      "nearest peer / Port Manager, warm, " + column + ": " + nearest.getKey(),
                      1,
                      "x",
                      nearest.getValue() / own));
    }

    private void cold(Subject c, List<Subject> warm) throws IOException {
      Path dropCaches = Path.of("/proc/sys/vm/drop_caches");
      if (!Files.isWritable(dropCaches)) {
        findings.notMeasured("cold look-ups", "only root may drop the kernel's caches");
        return;
      }
      Runnable drop =
          () -> {
            try {
              Files.writeString(dropCaches, "2");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      List<Subject> some = warm.stream().filter(s -> COLD_SUBJECTS.contains(s.label())).toList();
      findings.addColumn(
          COLD,
          "M",
          new Turns(c, bench.fit(Plan.of(7, 1, 20)), drop).run(some, Lookups.PORT, this::failed));
    }

    private void failed(Subject subject, IOException e) {
      findings.notMeasured(subject.label(), e.toString());
    }

    private void processes(Step step) throws IOException {
      String program = bench.layout().program("reference").toString();
      Subject c =
          lookups.wholeProcess(
              "C reference as a program", List.of(program, "--once", "owners", "{}"));
      List<Subject> all = new ArrayList<>(List.of(c));
      all.addAll(lookups.wholeProcesses());
      List<Subject> right = new ArrayList<>(lookups.check(all, population, PROCESSES));
      right.remove(c);
      findings.addColumn(
          PROCESSES, step.size().name(), lookups.measure(c, right, step.processes()));
    }
  }
}
