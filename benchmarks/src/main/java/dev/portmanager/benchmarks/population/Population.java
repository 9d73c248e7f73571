package dev.portmanager.benchmarks.population;

import dev.portmanager.benchmarks.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes on the loopback address, for look-ups to search through; src/native/population.c. */
public final class Population implements AutoCloseable {

  /** Where the one holder listens; the three that share a socket have the next port. */
  public static final int PORT = 26000;

  private static final int PATIENCE_SECONDS = 120;
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private final Children children;
  private final Process process;
  private final Size size;
  private final List<Long> named;

  private Population(Children children, Process process, Size size, List<Long> named) {
    this.children = children;
    this.process = process;
    this.size = size;
    this.named = named;
  }

  /**
   * Starts a population and waits until it is complete.
   *
   * @param children starts the process
   * @param program population.c, compiled
   * @param size how large
   * @return the population
   * @throws IOException if it did not come up whole
   */
  public static Population start(Children children, Path program, Size size) throws IOException {
    return start(children, program, size, Optional.empty());
  }

  /**
   * Starts a population and waits until it is complete. Before, it waits until the connections of
   * one that has ended are gone.
   *
   * @param children starts the process
   * @param program population.c, compiled
   * @param size how large
   * @param groups where control groups may be made, one for each 20 processes; empty: all of them
   *     stay in this process's group
   * @return the population
   * @throws IOException if it did not come up whole
   */
  public static Population start(Children children, Path program, Size size, Optional<Path> groups)
      throws IOException {
    WaitingSockets.awaitFew();
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(size.arguments(PORT));
    groups.map(Path::toString).ifPresent(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = children.start(builder);
    try {
      String line = readLine(process);
      if (!line.startsWith("ready ")) {
        throw new IOException("it ended, see what it says above");
      }
      List<Long> named = Arrays.stream(line.substring(6).split(" ")).map(Long::valueOf).toList();
      Population population = new Population(children, process, size, named);
      population.check();
      return population;
    } catch (IOException e) {
      children.end(process);
      throw new IOException(
          "the population " + size.name() + " did not come up: " + e.getMessage(), e);
    }
  }

  /**
   * Returns where control groups may be made.
   *
   * @return the mount point of their second version; empty if there is none, or none for this user
   * @throws IOException if the mounts cannot be read
   */
  public static Optional<Path> groups() throws IOException {
    return Files.readAllLines(MOUNTS).stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> Path.of(line.split(" ", -1)[4]))
        .filter(Files::isWritable)
        .findFirst();
  }

  private static String readLine(Process process) throws IOException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return String.valueOf(process.inputReader().readLine());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("not complete after " + PATIENCE_SECONDS + " s: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void check() throws IOException {
    long there = process.children().count();
    if (there != size.processes()) {
      throw new IOException(there + " of its " + size.processes() + " processes are there");
    }
    long descriptors = Machine.count().descriptors();
    long least = (long) size.processes() * (size.descriptors() - 2);
    if (Files.isReadable(Path.of("/proc", named.get(0) + "/fd")) && descriptors < least) {
      throw new IOException("only " + descriptors + " descriptors are open, not " + least);
    }
  }

  /**
   * Returns how large it is.
   *
   * @return the size
   */
  public Size size() {
    return size;
  }

  /**
   * Returns the owner of the port that one process listens on.
   *
   * @return its pid
   */
  public Set<Long> target() {
    return Set.of(named.get(0));
  }

  /**
   * Returns the owners of the socket that three processes inherited.
   *
   * @return their pids
   */
  public Set<Long> holders() {
    return new TreeSet<>(named.subList(1, named.size()));
  }

  /** Ends all of its processes, and waits until they are gone. */
  @Override
  public void close() {
    children.end(process);
  }

  /**
   * What runs on the machine now.
   *
   * @param processes how many processes
   * @param descriptors how many descriptors they have open, as far as they can be seen
   */
  public record Machine(int processes, long descriptors) {

    /**
     * Counts.
     *
     * @return what runs now
     * @throws IOException if /proc cannot be read
     */
    public static Machine count() throws IOException {
      int processes = 0;
      long descriptors = 0;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
        for (Path process : all) {
          processes++;
          descriptors += descriptorsOf(process);
        }
      }
      return new Machine(processes, descriptors);
    }

    private static long descriptorsOf(Path process) {
      String[] names = process.resolve("fd").toFile().list();
      return names == null ? 0 : names.length; // gone, or another user's
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,d processes, %,d open descriptors", processes, descriptors);
    }
  }
}
