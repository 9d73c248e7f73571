package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.Turns;
import dev.portmanager.benchmarks.measure.WholeProcess;
import dev.portmanager.benchmarks.peer.Language;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.server.FirstCall;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a fresh JVM pays for the first call, and the command as a whole. */
final class Starts implements Benchmark {

  private static final String TABLE = "The first call of a fresh JVM";
  private static final String COMMANDS = "The command as a whole process";
  private static final String LOADED = "What a first call loads";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double WHO_MILLIS = 250;

  /** The jars of the library and of what it needs, and the classes of this module. */
  private static final Pattern LIBRARY =
      Pattern.compile("classes|(portmanager|guava|failureaccess|jna)-.*");

  private static final Pattern BENCHMARKS =
      Pattern.compile(".*/portmanager-benchmarks-[0-9.]+(-SNAPSHOT)?\\.jar");

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
        "Population S; nothing but the library on the class path. \"inside\" is from the first line of main to the result, class loading"
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

  /** A JVM that does one thing; the time it says it took is kept aside. */
  private static final class Fresh implements Subject {

    private final String label;
    private final WholeProcess process;
    private final List<Double> inside = new ArrayList<>();

    Fresh(String label, Bench bench, String what) {
      this(label, bench, command(bench, what));
    }

    private Fresh(String label, Bench bench, List<String> command) {
      this.label = label;
      this.process = new WholeProcess(label, bench.commands(), command);
    }

    /** The same with an archive of the classes that it loads, made by a run before. */
    static Fresh withArchive(String label, Bench bench, String what) throws IOException {
      Path archive = bench.layout().target().resolve("first-" + what + ".jsa");
      List<String> command = new ArrayList<>(command(bench, what));
      // Classes in folders are archived by no JVM.
      String jars = command.get(command.indexOf("-cp") + 1).replaceAll("[^:]*classes", jar(bench));
      command.set(command.indexOf("-cp") + 1, jars);
      List<String> maker = new ArrayList<>(command);
      maker.add(1, "-XX:ArchiveClassesAtExit=" + archive);
      Files.deleteIfExists(archive);
      Commands.Outcome outcome = bench.commands().run(LIMIT, maker);
      if (!Files.exists(archive)) {
        throw new IOException("no class-data archive was made: " + outcome.lastLine());
      }
      command.add(1, "-XX:SharedArchiveFile=" + archive);
      return new Fresh(label, bench, command);
    }

    private static String jar(Bench bench) throws IOException {
      try (Stream<Path> files = Files.list(bench.layout().target())) {
        return files
            .map(Path::toString)
            .filter(name -> BENCHMARKS.matcher(name).matches())
            .findFirst()
            .orElseThrow(() -> new IOException("the benchmarks are in no jar: build them"));
      }
    }

    static List<String> command(Bench bench, String what) {
      List<String> command =
          new ArrayList<>(
              Bench.java(FirstCall.class, bench.registry().toString(), what, Lookups.PORT));
      command.set(command.indexOf("-cp") + 1, classPath());
      return command;
    }

    /** What an application has on its class path for the library, and no more. */
    private static String classPath() {
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(entry -> LIBRARY.matcher(new File(entry).getName()).matches())
          .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public Reading ask(String argument) throws IOException {
      Reading whole = process.ask(argument);
      String[] words = whole.answer().split(" ", 2);
      try {
        inside.add((double) Long.parseLong(words[0]));
      } catch (NumberFormatException e) {
        throw new IOException(label + " said: " + whole.answer(), e);
      }
      return whole;
    }

    Figure inside() {
      return Figure.of(inside.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private static void first(Bench bench, Findings findings) throws IOException {
    Subject nothing = new Fresh("a JVM that does nothing", bench, "nothing");
    Fresh lease = new Fresh("Port Manager, first getUniquePort", bench, "lease");
    Fresh lookUp = new Fresh("Port Manager, first listenersOn", bench, "look-up");
    Fresh leaseArchived = Fresh.withArchive(lease.label() + ", with an archive", bench, "lease");
    Fresh lookUpArchived =
        Fresh.withArchive(lookUp.label() + ", with an archive", bench, "look-up");
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
    for (Fresh fresh : List.of(lease, lookUp, leaseArchived, lookUpArchived)) {
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
            "a JVM that does nothing", bench.commands(), Fresh.command(bench, "nothing"));
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
      List<String> command = new ArrayList<>(Fresh.command(bench, what));
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
