package dev.portmanager.testkit;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that is spoken to in lines: it says a word of capital letters and what belongs to
 * it ({@code READY 8050}), and is told one. Each word is said once at most; every other line it
 * writes, to its standard error too, is kept for the message of a failure.
 *
 * <p>A child must end when its standard input does. The pipe breaks when this JVM ends, in whatever
 * way, so that no child is left over.
 */
final class Child implements AutoCloseable {

  /** How long a child may take to say something or to end: far more than it ever needs. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Process process;
  private final Map<String, CompletableFuture<String>> said = new ConcurrentHashMap<>();
  private final List<String> chatter = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> silent = new CompletableFuture<>();

  private Child(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "reader of child " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a child.
   *
   * @param builder what to start; its standard error is merged into the standard output
   * @return the child
   * @throws UncheckedIOException if it does not start
   */
  static Child start(ProcessBuilder builder) {
    // Options for every JVM of the machine would change what the child is, and make it talk.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    try {
      return new Child(builder.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command(), e);
    }
  }

  /**
   * Returns the command of a small and quickly started JVM, to which the class path, the main class
   * and its arguments are to be added.
   *
   * @return a list that can be changed
   */
  static List<String> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m"));
  }

  /**
   * Returns the folder or archive that a class was loaded from.
   *
   * @param type the class
   * @return the entry for a class path
   */
  static String origin(Class<?> type) {
    CodeSource source =
        requireNonNull(type.getProtectionDomain().getCodeSource(), type + " has no code source");
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a location: " + source.getLocation(), e);
    }
  }

  Process process() {
    return process;
  }

  /**
   * Waits until the child has said a word.
   *
   * @param word the word
   * @return what followed it on the line
   * @throws IllegalStateException if it ends without, or takes longer than {@link #DEADLINE}
   */
  String await(String word) {
    try {
      return future(word).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(word + " was not said: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          word + " was not said within " + DEADLINE + " by " + description(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + description(), e);
    }
  }

  /**
   * Tells the child something.
   *
   * @param line one line without its end
   * @throws UncheckedIOException if the child does not read any more
   */
  void tell(String line) {
    OutputStream out = process.getOutputStream();
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(description() + " cannot be told " + line, e);
    }
  }

  /** Ends the child's standard input. */
  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the input of " + description(), e);
    }
  }

  /**
   * Waits until the child has ended and is reaped.
   *
   * @param timeout how long at most
   * @return its exit code; empty if it still runs
   */
  OptionalInt awaitExit(Duration timeout) {
    try {
      return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + description(), e);
    }
  }

  /**
   * Waits until the child has ended, and returns everything it wrote that is not a word of its own.
   *
   * @return the lines
   */
  List<String> awaitOutput() {
    try {
      silent.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(description() + " did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + description(), e);
    }
    return List.copyOf(chatter);
  }

  /** Forces the child to end and waits until it has. Does nothing if it has ended. */
  @Override
  public void close() {
    process.destroyForcibly();
    if (awaitExit(DEADLINE).isEmpty()) {
      throw new IllegalStateException(description() + " cannot be ended");
    }
  }

  private void read() {
    String reason = " closed its output";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int end = line.indexOf(' ');
        String word = end < 0 ? line : line.substring(0, end);
        if (word.isEmpty() || !word.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
          chatter.add(line);
        } else if (!future(word).complete(end < 0 ? "" : line.substring(end + 1))) {
          chatter.add(line);
        }
      }
    } catch (IOException e) {
      // The normal end where the process is killed while its output is read.
      reason = " broke off its output: " + e.getMessage();
    }
    silent.complete(null);
    IOException end = new IOException(description() + reason);
    said.values().forEach(word -> word.completeExceptionally(end));
  }

  private CompletableFuture<String> future(String word) {
    CompletableFuture<String> answer = said.computeIfAbsent(word, w -> new CompletableFuture<>());
    if (silent.isDone()) {
      answer.completeExceptionally(new IOException(description() + " has ended"));
    }
    return answer;
  }

  private String description() {
    return "child " + process.pid() + (chatter.isEmpty() ? "" : ", which wrote " + chatter);
  }
}
