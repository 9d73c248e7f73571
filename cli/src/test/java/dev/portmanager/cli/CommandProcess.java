package dev.portmanager.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line as people do: as a process of its own. */
final class CommandProcess {

  private static final int DEADLINE_SECONDS = 60;

  private final List<String> start;
  private final Path folder;
  private final Path registry;
  private int runs;

  /**
   * @param start the program and its first arguments
   * @param folder an empty folder
   */
  CommandProcess(List<String> start, Path folder) {
    this.start = List.copyOf(start);
    this.folder = folder;
    this.registry = folder.resolve("registry");
  }

  /** Returns one that needs no script: Java with the class path of the tests. */
  static CommandProcess ofJava(Path folder) {
    return ofJava(folder, System.getProperty("java.class.path"));
  }

  /** Returns one that sees more than the class path of the tests has. */
  static CommandProcess ofJavaWith(Path folder, Path more) {
    return ofJava(folder, System.getProperty("java.class.path") + File.pathSeparator + more);
  }

  private static CommandProcess ofJava(Path folder, String classPath) {
    return new CommandProcess(
        List.of(
            java(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-MaxFDLimit",
            "-cp",
            classPath,
            Main.class.getName()),
        folder);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What one run came to. */
  record Result(int code, String out, String err) {}

  /** Runs a command to its end. */
  Result run(String... command) {
    return run(Map.of(), command);
  }

  Result run(Map<String, String> environment, String... command) {
    try {
      runs++;
      Path out = folder.resolve(runs + ".out");
      Path err = folder.resolve(runs + ".err");
      ProcessBuilder builder =
          builder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(command) + " did not end: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Starts a command and leaves it running; its standard error goes to ours. */
  Process start(String... command) throws IOException {
    return start(Map.of(), command);
  }

  Process start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = builder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private ProcessBuilder builder(String... command) {
    List<String> words = new ArrayList<>(start);
    words.add(command[0]);
    words.add("--registry=" + registry);
    words.addAll(List.of(command).subList(1, command.length));
    return new ProcessBuilder(words);
  }
}
