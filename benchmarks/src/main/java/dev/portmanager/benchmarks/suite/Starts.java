package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WholeProcess;
import dev.portmanager.benchmarks.peer.Language;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a fresh JVM pays for the first call, and the command as a whole. */
final class Starts implements Benchmark {

  private static final String TABLE = "The first call of a fresh JVM";
  private static final String COMMANDS = "The command as a whole process";
  private static final String LOADED = "What a first call loads";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double WHO_MILLIS = 250;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "Cold: the first call of a JVM, and whole commands";
  }

  @Override
  public void run(Bench bench, Findings findings) throws IOException {
    findings.table(
        TABLE,
        "Population S; nothing but the library on the class path, in Maven's order. \"inside\" is from the first line of main to the result, class loading"
            + " included; \"whole JVM\" is the process, with the ratio to a JVM that does nothing."
            + " Default flags; with a class-data archive where that is said"
            + " (-XX:ArchiveClassesAtExit, then -XX:SharedArchiveFile).");
    findings.table(COMMANDS, "Population S. Whole processes; (ratio to a JVM that does nothing).");
    findings.table(LOADED, "From the JVM's log of loaded classes.");
    try (Population population = bench.populate(Size.S)) {
      System.out.println("  population " + population.size().name() + " ...");
      first(bench, findings);
      commands(bench, findings);
      loaded(bench, findings);
    }
  }

  private static void first(Bench bench, Findings findings) throws IOException {
    Subject nothing = new FreshJvm("a JVM that does nothing", bench, "nothing");
    FreshJvm lease = new FreshJvm("Port Manager, first getUniquePort", bench, "lease");
    FreshJvm lookUp = new FreshJvm("Port Manager, first listenersOn", bench, "look-up");
    FreshJvm leaseArchived =
        FreshJvm.withArchive(lease.label() + ", with an archive", bench, "lease");
    FreshJvm lookUpArchived =
        FreshJvm.withArchive(lookUp.label() + ", with an archive", bench, "look-up");
    Map<Subject, Series> measured =
        new Turns(nothing, bench.fit(Plan.of(21, 2, 60)))
            .run(
                List.of(nothing, lease, lookUp, leaseArchived, lookUpArchived),
                Lookups.PORT,
                (s, e) -> findings.notMeasured(s.label(), e.toString()));
    Series empty = measured.get(nothing);
    if (empty != null) {
      findings.spread(empty.values());
    }
    for (FreshJvm fresh : List.of(lease, lookUp, leaseArchived, lookUpArchived)) {
      if (measured.containsKey(fresh)) {
        findings.add(TABLE, Cell.of(fresh.label(), "inside", fresh.inside()));
      }
    }
    findings.addColumn(TABLE, "whole JVM", measured);
    Series ours = measured.get(lease);
    if (empty != null && ours != null) {
      double more = ours.values().median() - empty.values().median();
      findings.atMost("first allocation, over an empty JVM", 40, " ms", more / 1e6);
    }
    if (measured.containsKey(lookUp)) {
      findings.atMost(
          "first look-up, inside of a fresh JVM", 100, " ms", lookUp.inside().median() / 1e6);
    }
  }

  private static void commands(Bench bench, Findings findings) throws IOException {
    Subject nothing =
        new WholeProcess(
            "a JVM that does nothing", bench.commands(), FreshJvm.command(bench, "nothing"));
    String command = bench.layout().root().resolve("bin/portmanager").toString();
    String registry = bench.registry().toString();
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("portmanager who", List.of(command, "who", "{}"));
    all.put("portmanager check", List.of(command, "check", "{}"));
    all.put("portmanager get", List.of(command, "get", "benchmark", "--registry", registry));
    all.put("portmanager list", List.of(command, "list", "--registry", registry));
    Optional<String> missing = bench.peers().missing(Language.RUST);
    if (missing.isEmpty()) {
      String killport = bench.peers().folder(Language.RUST).resolve("bin/killport").toString();
      all.put("killport 2.0.2 --dry-run", List.of(killport, "--dry-run", "{}"));
    } else {
      findings.notMeasured("killport", missing.get());
    }
    List<Subject> subjects = new ArrayList<>();
    all.forEach((label, words) -> subjects.add(new WholeProcess(label, bench.commands(), words)));
    Map<Subject, Series> measured =
        new Turns(nothing, bench.fit(Plan.of(15, 2, 60)))
            .run(subjects, Lookups.PORT, (s, e) -> findings.notMeasured(s.label(), e.toString()));
    findings.addColumn(COMMANDS, "time", measured);
    Map<String, Series> byLabel = new HashMap<>();
    measured.forEach((s, series) -> byLabel.put(s.label(), series));
    Series who = byLabel.get("portmanager who");
    if (who != null) {
      findings.atMost(
          "portmanager who, whole process", WHO_MILLIS, " ms", who.values().median() / 1e6);
    }
  }

  private static void loaded(Bench bench, Findings findings) throws IOException {
    for (String what : List.of("lease", "look-up")) {
      List<String> command = new ArrayList<>(FreshJvm.command(bench, what));
      command.add(1, "-Xlog:class+load:stdout");
      Commands.Outcome outcome = bench.commands().run(LIMIT, command);
      long classes = outcome.output().lines().filter(l -> l.contains(" source: ")).count();
      boolean jna = outcome.output().contains(" com.sun.jna.");
      boolean child = outcome.output().contains(" java.lang.ProcessImpl ");
      String row = what.equals("lease") ? "first getUniquePort" : "first listenersOn";
      findings.add(LOADED, Cell.of(row, "classes", String.format(Locale.ROOT, "%,d", classes)));
      findings.add(LOADED, Cell.of(row, "JNA", jna ? "yes" : "no"));
      findings.add(LOADED, Cell.of(row, "starts a process", child ? "yes" : "no"));
      if (what.equals("lease")) {
        findings.atMost("JNA classes at the first allocation", 0, "", jna ? 1 : 0);
      } else {
        findings.atMost("processes started by the first look-up", 0, "", child ? 1 : 0);
      }
    }
  }
}
