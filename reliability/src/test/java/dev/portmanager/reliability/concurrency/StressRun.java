package dev.portmanager.reliability.concurrency;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of jcstress over all stress tests of the class path, in a JVM of its own. */
final class StressRun {

  private static final Pattern RESULT =
      Pattern.compile("\\[(OK|FAILED|ERROR|[A-Z ]+)\\] (dev\\.portmanager\\.\\S+)");

  /** What looking at the machine, and at what its JVMs can do, takes at most. */
  private static final Duration SET_UP = Duration.ofMinutes(2);

  private final Path folder;
  private final Duration eachTest;

  /**
   * Prepares a run.
   *
   * @param folder where it may write; empty
   * @param eachTest how long each test is to last
   */
  StressRun(Path folder, Duration eachTest) {
    this.folder = folder;
    this.eachTest = eachTest;
  }

  /**
   * Runs tests.
   *
   * @param first what stands first in the class path
   * @param tests a regular expression for their names
   * @return what jcstress says of each test, by its simple name
   * @throws IOException if no JVM can be started
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalStateException if the run does not end in time
   */
  Map<String, String> results(Optional<Path> first, String tests)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process run =
        new ProcessBuilder(command(first, tests))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Duration longest = SET_UP.plus(eachTest.multipliedBy(100));
    try {
      if (!run.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("no end after " + longest + ":\n" + text(output));
      }
    } finally {
      run.destroyForcibly();
    }
    Map<String, String> results = new TreeMap<>();
    Matcher matcher = RESULT.matcher(text(output));
    while (matcher.find()) {
      String name = matcher.group(2);
      results.merge(
          name.substring(name.lastIndexOf('.') + 1),
          matcher.group(1),
          (one, other) -> one.equals("OK") ? other : one);
    }
    return results;
  }

  /**
   * Returns what jcstress said.
   *
   * @return the text of the last run
   * @throws IOException if it cannot be read
   */
  String text() throws IOException {
    return text(folder.resolve("output.txt"));
  }

  private static String text(Path output) throws IOException {
    return Files.readString(output);
  }

  private List<String> command(Optional<Path> first, String tests) throws IOException {
    Path register = Files.createDirectories(folder.resolve("register"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-classpath");
    command.add(
        first.map(path -> path + File.pathSeparator).orElse("")
            + System.getProperty("java.class.path"));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-t", tests));
    // One sample at a time, since some share a manager; threads run where they like.
    command.addAll(List.of("-iters", "1", "-strideSize", "1", "-strideCount", "1", "-af", "NONE"));
    // A JVM for each test, whose compiler treats both actors alike.
    command.addAll(List.of("-f", "1", "-fsm", "1", "-sc", "false", "-hs", "128"));
    command.addAll(List.of("-time", Long.toString(eachTest.toMillis()), "-v"));
    command.add("-jvmArgs");
    String patience = first.isPresent() ? " -D" + Await.PATIENCE + "=300" : "";
    command.add(
        "-Djava.io.tmpdir=" + folder + " -D" + SharedManager.FOLDER + "=" + register + patience);
    command.addAll(List.of("-r", folder.resolve("report").toString()));
    return command;
  }
}
