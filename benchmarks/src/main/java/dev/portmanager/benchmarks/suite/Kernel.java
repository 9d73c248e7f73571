package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Fixed;
import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All owners of a port, told by the kernel: beside its walk in C, the scan and peers. */
final class Kernel implements Benchmark {

  static final String OWNERS = "All owners of a port, by asking the kernel";
  static final String MORE = "Other questions to the kernel";

  private static final String FIRST = "Port Manager, kernel, nothing known: whole walk";
  private static final String KNOWN = "Port Manager, kernel, holder known";
  private static final String GROUPED = "Port Manager, kernel, control groups of 20";
  private static final String GROUPED_COLD = GROUPED + ", right after a whole walk";
  private static final String SCAN = "Port Manager, reading /proc";
  private static final double KNOWN_MILLIS = 0.3;
  private static final double WALK_RATIO = 1.3;

  /** The nearest and the best known of the peers; the benchmark owners has all. */
  private static final Set<String> PEERS =
      Set.of("OSHI 7.5.0 (Java)", "netstat2 0.11.2 (Rust)", "listeners 0.6.1, by port (Rust)");

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public String title() {
    return "Asking the kernel who holds a socket";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      findings.notMeasured(title(), "only root may ask the kernel here");
      return;
    }
    findings.table(
        OWNERS,
        "Root, `portmanager.kernel=on`. Median; (ratio to the kernel's walk in C, beside it: bpf(2)"
            + " alone, one netlink dump, no facts of the owner). Each answer is exhaustive. With"
            + " nothing known, or control groups of 20 processes, a manager is asked that never"
            + " looked this port up, but another one: with nothing known, one whose owners take a whole"
            + " walk; with control groups both, since such a walk empties the processor's caches. The"
            + " population is in one group with everything else, or each 20 processes in one.");
    findings.table(
        MORE,
        "Median; (ratio to the same question answered from /proc, beside it). The second look is"
            + " that at a pinned process right before it is signalled.");
    KernelSubjects kernel = new KernelSubjects(bench);
    Lookups lookups = new Lookups(bench, findings, false);
    for (Size size : List.of(Size.S, Size.M, Size.L)) {
      if (bench.isQuick() && size.equals(Size.L)) {
        findings.notMeasured("population L", "left out of the quick run");
        continue;
      }
      System.out.println("  population " + size.name() + " ...");
      Pass pass = new Pass(bench, findings, lookups, kernel);
      try (Population population = bench.populate(size)) {
        pass.owners(population);
        pass.more(population);
      }
      pass.grouped(size);
    }
    bench.endServers();
    new KernelCost(bench, findings, lookups, kernel).measure();
  }

  /** One population. */
  private record Pass(Bench bench, Findings findings, Lookups lookups, KernelSubjects kernel) {

    void owners(Population population) throws IOException {
      Size size = population.size();
      findings.add(
          OWNERS, Cell.of("the machine", size.name(), Population.Machine.count().toString()));
      Subject walk = kernel.reference(KernelSubjects.C_WALK, "walk");
      Subject cKnown = kernel.reference(KernelSubjects.C_KNOWN, "known");
      Subject first = kernel.ours(FIRST, "listeners-on-first");
      Subject known = kernel.ours(KNOWN, "listeners-on");
      List<Subject> quick =
          new ArrayList<>(lookups.check(List.of(walk, cKnown, first, known), population, OWNERS));
      KernelSubjects.warmUp(quick);
      kernel.requireAsked();
      quick.remove(walk);
      Map<Subject, Series> measured = lookups.measure(walk, quick, quickPlan(size));
      findings.addColumn(OWNERS, size.name(), measured);
      goals(size, measured, first, known);
      slow(walk, population);
    }

    private static Plan quickPlan(Size size) {
      return Plan.of(size.equals(Size.L) ? 15 : 80, 3, 25);
    }

    private void goals(Size size, Map<Subject, Series> measured, Subject first, Subject known)
        throws IOException {
      findings.atMost(
          "all owners, by the kernel, holder known, " + size.name(),
          KNOWN_MILLIS,
          " ms",
          Lookups.of(measured, known).values().median() / 1e6);
      findings.atMost(
          "all owners, by the kernel, nothing known, " + size.name() + ": to the walk in C",
          WALK_RATIO,
          "x",
          Lookups.of(measured, first).ratios().median());
    }

    /** Those who read /proc: ours, C and some of the peers. */
    private void slow(Subject walk, Population population) throws IOException {
      List<Subject> all = new ArrayList<>();
      all.add(lookups.ours(SCAN, "listeners-on"));
      all.add(lookups.reference(Lookups.C, "owners"));
      for (Subject peer : lookups.warm()) {
        if (PEERS.contains(peer.label())) {
          all.add(peer);
        }
      }
      List<Subject> right = lookups.check(all, population, OWNERS);
      Size size = population.size();
      if (!size.equals(Size.L)) { // by then they are warm
        lookups.warmUp(right);
      }
      Plan plan = size.equals(Size.L) ? Plan.of(3, 0, 20) : Plan.of(11, 1, 10);
      Map<Subject, Series> measured = lookups.measure(walk, right, plan);
      measured.remove(walk);
      findings.addColumn(OWNERS, size.name(), measured);
    }

    /** A range, and the look at a process that is about to be ended. */
    void more(Population population) throws IOException {
      Subject range = new Fifty(kernel.ours("listeners() of 50 ports", "listeners-range"));
      Subject rangeScan = new Fifty(lookups.ours("by /proc", "listeners-range"));
      KernelSubjects.requireRight(List.of(range, rangeScan), population);
      lookups.warmUp(List.of(range));
      findings.addColumn(
          MORE,
          population.size().name(),
          alone(rangeScan, range, Plan.of(population.size().equals(Size.L) ? 7 : 40, 2, 10)));
      String holder = Lookups.PORT + ":" + population.target().iterator().next();
      Subject look = new Fixed(kernel.ours("kill's second look", "holds"), holder);
      Subject lookScan = new Fixed(lookups.ours("by /proc", "holds"), holder);
      for (Subject subject : List.of(look, lookScan)) {
        if (!subject.ask("").answer().equals("true")) {
          throw new WrongAnswerException(subject.label() + ": the holder does not hold the port");
        }
      }
      lookups.warmUp(List.of(look, lookScan));
      findings.addColumn(MORE, population.size().name(), alone(lookScan, look, Plan.of(80, 5, 5)));
    }

    private Map<Subject, Series> alone(Subject reference, Subject subject, Plan plan)
        throws IOException {
      return new Turns(reference, bench.fit(plan))
          .run(
              List.of(subject),
              Lookups.PORT,
              (s, e) -> findings.notMeasured(s.label(), e.toString()));
    }

    /** Where nothing is known but the socket's control group, and that is a small one. */
    void grouped(Size size) throws IOException {
      Optional<Path> groups = Population.groups();
      if (groups.isEmpty()) {
        findings.notMeasured(GROUPED, "control groups can be made by root alone, in cgroup2");
        return;
      }
      Path program = bench.layout().program("population");
      try (Population population = Population.start(bench.children(), program, size, groups)) {
        Subject walk = kernel.reference(KernelSubjects.C_WALK, "walk");
        Subject ours = kernel.ours(GROUPED, "listeners-on-first-in-group");
        Subject cold = kernel.ours(GROUPED_COLD, "listeners-on-first");
        KernelSubjects.requireRight(List.of(walk, ours, cold), population);
        KernelSubjects.warmUp(List.of(walk, ours, cold));
        Map<Subject, Series> measured = lookups.measure(walk, List.of(ours, cold), quickPlan(size));
        Series series = Lookups.of(measured, ours);
        measured.remove(walk);
        findings.addColumn(OWNERS, size.name(), measured);
        findings.atMost(
            "all owners, by the kernel, small control group, " + size.name(),
            KNOWN_MILLIS,
            " ms",
            series.values().median() / 1e6);
      }
    }
  }
}
