package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WholeProcess;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.server.FirstCall;
import dev.portmanager.benchmarks.statistics.Figure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh JVM that does one thing; the time it says it took is kept aside. */
final class FreshJvm implements Subject {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The jars of the library and of what it needs, and the classes of this module. */
  private static final Pattern LIBRARY =
      Pattern.compile("classes|(portmanager|guava|failureaccess|jna)-.*");

  private static final Pattern BENCHMARKS =
      Pattern.compile(".*/portmanager-benchmarks-[0-9.]+(-SNAPSHOT)?\\.jar");

  private static final List<String> MAVENS_ORDER =
      List.of(
          "classes",
          "portmanager-core",
          "portmanager-api",
          "portmanager-os-linux",
          "jna",
          "portmanager-os-macos",
          "portmanager-os-windows",
          "guava",
          "failureaccess");

  private final String label;
  private final WholeProcess process;
  private final List<Double> inside = new ArrayList<>();

  FreshJvm(String label, Bench bench, String what) {
    this(label, bench, command(bench, what));
  }

  private FreshJvm(String label, Bench bench, List<String> command) {
    this.label = label;
    this.process = new WholeProcess(label, bench.commands(), command);
  }

  /** One that asks the kernel who holds a socket, or does not. */
  static FreshJvm withKernel(String label, Bench bench, String mode) {
    return new FreshJvm(label, bench, Bench.withKernel(mode, command(bench, "look-up")));
  }

  /** The same with an archive of the classes that it loads, made by a run before. */
  static FreshJvm withArchive(String label, Bench bench, String what) throws IOException {
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
    return new FreshJvm(label, bench, command);
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

  /** What an application has on its class path for the library, in Maven's order, and no more. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> LIBRARY.matcher(new File(entry).getName()).matches())
        .sorted(Comparator.comparingInt(FreshJvm::rank))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Maven puts an artefact before what it depends on, each in the order of its pom. */
  private static int rank(String entry) {
    String name = new File(entry).getName();
    int rank = 0;
    while (rank < MAVENS_ORDER.size() && !name.startsWith(MAVENS_ORDER.get(rank))) {
      rank++;
    }
    return rank;
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
