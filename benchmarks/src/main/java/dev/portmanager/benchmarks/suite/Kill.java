package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WholeProcess;
import dev.portmanager.benchmarks.peer.Language;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Finding and ending one listener, made for this, among a population's processes. */
final class Kill implements Benchmark {

  private static final String TABLE = "Find and end the listener of a port";
  private static final String PORT = String.valueOf(Disposable.PORT);

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String title() {
    return TABLE;
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "From the call to its return, each with a listener of its own that ends at SIGTERM;"
            + " (ratio to C: look-up, pidfd, SIGTERM, poll, dumps until nothing listens).");
    for (Size size : List.of(Size.S, Size.M)) {
      try (Population population = bench.populate(size)) {
        System.out.println("  population " + population.size().name() + " ...");
        new Pass(bench, findings, size).run();
      }
    }
    findings.addRemarks(
        TABLE,
        "what it lacks",
        Map.of(
            "fkill 10.0.3 (node)", "does not wait for the end; safe against no pid reuse",
            "fkill 10.0.3, waitForExit (node)", "safe against no pid reuse",
            "killport 2.0.2 -s sigterm, process", "does not wait, does not look again",
            "fuser -k -TERM, process", "does not wait, does not look again",
            "sovai 0.2.87, the original (Python)", "one owner of a shared socket; no force"));
  }

  /** One population. */
  private static final class Pass {

    private final Bench bench;
    private final Findings findings;
    private final Size size;
    private final Random order = new Random(1);
    private final Map<Subject, Integer> free = new LinkedHashMap<>();

    Pass(Bench bench, Findings findings, Size size) {
      this.bench = bench;
      this.findings = findings;
      this.size = size;
    }

    void run() throws IOException {
      Subject c = bench.reference("C reference", "kill");
      Map<Subject, Series> measured = new LinkedHashMap<>();
      subjects().forEach(subject -> measured.put(subject, new Series()));
      int rounds = bench.isQuick() ? 4 : 11;
      for (int round = -2; round < rounds; round++) {
        List<Subject> turn = new ArrayList<>(measured.keySet());
        Collections.shuffle(turn, order);
        for (Subject subject : turn) {
          double reference = end(c);
          try {
            double own = end(subject);
            if (round >= 0) {
              measured.getOrDefault(subject, new Series()).add(own, reference);
            }
          } catch (IOException e) {
            measured.remove(subject);
            findings.notMeasured(subject.label(), e.toString());
          }
        }
      }
      findings.addColumn(TABLE, size.name(), measured);
      if (size.equals(Size.M)) { // at S it is a millisecond, mostly the listener's own end
        measured.values().stream().findFirst().ifPresent(s -> findings.spread(s.references()));
      }
      measured.forEach(
          (subject, series) -> {
            String text = free.getOrDefault(subject, 0) + " of " + (rounds + 2);
            findings.add(TABLE, Cell.of(subject.label(), size.name() + ": free at once", text));
          });
    }

    /** Ends a listener; the time it took. */
    private double end(Subject subject) throws IOException {
      try (Disposable listener = Disposable.start(bench)) {
        double nanos = subject.ask(PORT).nanos();
        boolean isFree = Disposable.isPortFree();
        free.merge(subject, isFree ? 1 : 0, Integer::sum);
        if (!isFree && !endsSoon(listener)) {
          throw new IOException("it said it was done, and the listener went on");
        }
        return nanos;
      }
    }

    private static boolean endsSoon(Disposable listener) {
      try {
        return listener.process().waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private List<Subject> subjects() throws IOException {
      List<Subject> all = new ArrayList<>();
      all.add(bench.ours("Port Manager killProcessOnPort", "kill", 1));
      served(all, "sovai 0.2.87, the original (Python)", Language.PYTHON, "original-kill");
      served(all, "fkill 10.0.3 (node)", Language.NODE, "fkill");
      served(all, "fkill 10.0.3, waitForExit (node)", Language.NODE, "fkill-wait");
      String portmanager = bench.layout().root().resolve("bin/portmanager").toString();
      all.add(process("portmanager kill, process", portmanager, "kill", "--yes", "{}"));
      if (bench.peers().missing(Language.RUST).isEmpty()) {
        String killport = bench.peers().folder(Language.RUST).resolve("bin/killport").toString();
        all.add(process("killport 2.0.2 -s sigterm, process", killport, "-s", "sigterm", "{}"));
      }
      if (Lookups.isOnPath("fuser")) {
        all.add(process("fuser -k -TERM, process", "fuser", "-k", "-TERM", "{}/tcp"));
      }
      return all;
    }

    private Subject process(String label, String... command) {
      return new WholeProcess(label, bench.commands(), List.of(command));
    }

    private void served(List<Subject> all, String label, Language language, String operation)
        throws IOException {
      Optional<LineServer> server = bench.server(language);
      if (server.isPresent()) {
        all.add(new Served(label, server.get(), operation, 1));
      } else {
        findings.notMeasured(label, bench.peers().missing(language).orElse("unknown"));
      }
    }
  }
}
