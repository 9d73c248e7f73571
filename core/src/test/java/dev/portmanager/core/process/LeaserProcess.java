package dev.portmanager.core.process;

import dev.portmanager.PortRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Leaser} that runs; it ends when it is closed, or when this JVM does. */
final class LeaserProcess implements AutoCloseable {

  private final Process process;
  private final List<String> said = new ArrayList<>();

  private LeaserProcess(Process process) {
    this.process = process;
  }

  /** Starts one and waits until it has said what it got. */
  static LeaserProcess start(List<String> java, String app, PortRange range, String... registry)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(Leaser.class.getName());
    command.add(app);
    command.add(String.valueOf(range.min()));
    command.add(String.valueOf(range.max()));
    command.addAll(List.of(registry));
    LeaserProcess leaser =
        new LeaserProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    leaser.listen();
    return leaser;
  }

  /** Returns the command line of a JVM with a class path. */
  static List<String> java(String classPath, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(classPath);
    return command;
  }

  private void listen() throws IOException {
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("READY")) {
        return;
      }
      said.add(line);
    }
    throw new IOException("the process ended before it was ready, and said " + said);
  }

  List<String> said() {
    return said;
  }

  /** Returns the lines that begin with a word, without it. */
  List<String> said(String word) {
    return said.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
