package dev.portmanager.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands to their end. Safe for use by several threads. */
public final class Commands {

  private static final File NOWHERE = new File("/dev/null");

  private final Children children;

  /**
   * Creates an object that runs commands.
   *
   * @param children starts the processes
   */
  public Commands(Children children) {
    this.children = children;
  }

  /**
   * How a command ended.
   *
   * @param exitCode its exit code
   * @param output its standard output and standard error, together
   * @param nanos from before its start to its end
   */
  public record Outcome(int exitCode, String output, long nanos) {

    /**
     * Returns the last line that is not empty.
     *
     * @return the line, or "no output"
     */
    public String lastLine() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1).strip();
    }
  }

  /**
   * Runs a command with nothing on its standard input.
   *
   * @param limit how long it may take
   * @param command the program and its arguments
   * @return how it ended
   * @throws IOException if it cannot be started, or did not end in time and was ended
   */
  public Outcome run(Duration limit, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(NOWHERE);
    // One language and no colours, whatever the caller's terminal is.
    builder.environment().put("LC_ALL", "C");
    long start = System.nanoTime();
    Process process = children.start(builder);
    CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
    try {
      byte[] bytes = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      int exitCode = process.waitFor();
      return new Outcome(
          exitCode, new String(bytes, StandardCharsets.UTF_8), System.nanoTime() - start);
    } catch (TimeoutException e) {
      throw new IOException(command.get(0) + " took longer than " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("the output of " + command.get(0) + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    } finally {
      if (process.isAlive()) {
        children.endNow(process);
      }
    }
  }

  private static byte[] read(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Compiles a C program, unless a newer one is there.
   *
   * @param source the file
   * @param program what to make
   * @throws IOException if there is no C compiler, or the program has a fault
   */
  public void compile(Path source, Path program) throws IOException {
    File made = program.toFile();
    if (made.canExecute() && made.lastModified() > source.toFile().lastModified()) {
      return;
    }
    List<String> command =
        List.of("cc", "-O2", "-pthread", "-o", program.toString(), source.toString());
    Outcome outcome = run(Duration.ofMinutes(1), command);
    if (outcome.exitCode() != 0) {
      throw new IOException(source + " cannot be compiled: " + outcome.output());
    }
  }
}
