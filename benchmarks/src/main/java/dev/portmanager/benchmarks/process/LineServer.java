package dev.portmanager.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that is asked line by line and takes the time itself; the protocol is in
 * src/peers/README.md. To be used by one thread at a time.
 */
public final class LineServer implements AutoCloseable {

  private final String name;
  private final Children children;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;

  /**
   * Starts a server.
   *
   * @param children starts the process
   * @param log gets what it says on standard error
   * @param command the program and its arguments
   * @throws IOException if it cannot be started
   */
  public LineServer(Children children, Path log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    File file = log.toFile();
    builder.redirectError(ProcessBuilder.Redirect.appendTo(file));
    builder.environment().put("LC_ALL", "C");
    this.name = String.join(" ", command);
    this.children = children;
    this.process = children.start(builder);
    this.answers = process.inputReader();
    this.requests = process.outputWriter();
  }

  /**
   * Asks once.
   *
   * @param operation what to do
   * @param count how often
   * @param argument with what: no spaces
   * @param limit how long to wait for the answer
   * @return the answer
   * @throws IOException if the server ended, answered with an error or not in time; it is of no use
   *     any more after it did not answer in time
   */
  public Reading ask(String operation, int count, String argument, Duration limit)
      throws IOException {
    requests.write(operation + " " + count + " " + argument + "\n");
    requests.flush();
    String line = readLine(limit);
    int space = line.indexOf(' ');
    if (space < 0 || line.startsWith("ERR", space + 1)) {
      throw new IOException(operation + ": " + line.substring(space + 1));
    }
    try {
      return new Reading(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
    } catch (NumberFormatException e) {
      throw new IOException(name + " answered: " + line, e);
    }
  }

  private String readLine(Duration limit) throws IOException {
    CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
    try {
      return line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("no answer within " + limit.toSeconds() + " s: " + name, e);
    } catch (ExecutionException e) {
      throw new IOException("no answer, see the log: " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + name, e);
    }
  }

  private String readLine() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("it ended");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    children.end(process);
  }
}
