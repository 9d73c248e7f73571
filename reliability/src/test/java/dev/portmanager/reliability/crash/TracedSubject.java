package dev.portmanager.reliability.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link CrashSubject} whose one thread strace(1) follows. To be closed. */
final class TracedSubject implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 60;

  private final Process subject;
  private final BufferedReader said;
  private final Path log;

  private TracedSubject(Process subject, Path log) {
    this.subject = subject;
    this.said = subject.inputReader();
    this.log = log;
  }

  /**
   * Starts one, up to where it waits for its order.
   *
   * @param warm a register of no interest
   * @param arguments the register, first and last port
   */
  static TracedSubject start(Path warm, Path log, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashSubject.class.getName(),
                warm.toString()));
    command.addAll(arguments);
    return new TracedSubject(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start(), log);
  }

  /** Lets it lease and release under strace; returns whether it came to its end. */
  boolean run(List<String> options) throws IOException, InterruptedException {
    String thread = said.readLine().substring("THREAD ".length());
    List<String> command = new ArrayList<>(List.of("strace", "-o", log.toString()));
    command.addAll(options);
    command.addAll(List.of("-p", thread));
    Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader attached = strace.inputReader()) {
      String line = attached.readLine();
      if (line == null || !line.contains("attached")) {
        throw new IOException("strace cannot follow: " + line);
      }
      subject.outputWriter().write('\n');
      subject.outputWriter().flush();
      boolean done = "DONE".equals(said.readLine());
      await(subject);
      await(strace);
      return done;
    } finally {
      strace.destroyForcibly();
    }
  }

  private static void await(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it did not end: " + process);
    }
  }

  /** Returns the calls that it made, as strace wrote them. */
  List<String> calls() throws IOException {
    return Files.readAllLines(log).stream().filter(line -> line.contains("(")).toList();
  }

  @Override
  public void close() {
    subject.destroyForcibly();
  }
}
