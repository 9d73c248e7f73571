package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Plan;
import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.peer.Language;
import dev.portmanager.benchmarks.peer.Peers;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.population.Size;
import dev.portmanager.benchmarks.process.Children;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.server.OurServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a benchmark works with: programs, servers, populations. Servers are started at their first
 * use and end with this. To be used by one thread.
 */
public final class Bench implements AutoCloseable {

  /** Makes another user's process of a command; nobody's in particular, without any right. */
  private static final List<String> AS_ORDINARY_USER =
      List.of("setpriv", "--reuid=1001", "--regid=1001", "--clear-groups");

  private final Layout layout;
  private final Children children;
  private final Commands commands;
  private final Peers peers;
  private final boolean quick;
  private final Path registry;
  private final Map<String, LineServer> servers = new HashMap<>();

  /**
   * Creates a bench.
   *
   * @param layout where things are
   * @param children starts processes, and ends those that are left
   * @param peers installs the others
   * @param quick whether to be rough
   * @throws IOException if there is no C compiler, or no place for a register of leases
   */
  public Bench(Layout layout, Children children, Peers peers, boolean quick) throws IOException {
    this.layout = layout;
    this.children = children;
    this.commands = new Commands(children);
    this.peers = peers;
    this.quick = quick;
    Files.createDirectories(layout.target().resolve("bin"));
    for (String program : List.of("population", "listener", "reference")) {
      Path source = layout.sources().resolve("native").resolve(program + ".c");
      commands.compile(source, layout.program(program));
    }
    Path shared = Path.of("/dev/shm"); // where the register is by default
    this.registry =
        Files.isWritable(shared)
            ? Files.createTempDirectory(shared, "portmanager-benchmark-")
            : Files.createTempDirectory("portmanager-benchmark-");
    children.afterwards(() -> delete(registry));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("benchmark: not deleted: " + folder + ": " + e);
    }
  }

  /**
   * Returns where things are.
   *
   * @return the layout
   */
  public Layout layout() {
    return layout;
  }

  /**
   * Returns what runs commands.
   *
   * @return the commands
   */
  public Commands commands() {
    return commands;
  }

  /**
   * Returns what installs peers.
   *
   * @return the peers
   */
  public Peers peers() {
    return peers;
  }

  /**
   * Returns what starts processes.
   *
   * @return the children
   */
  public Children children() {
    return children;
  }

  /**
   * Returns the folder of a register of leases of this run's own.
   *
   * @return the folder
   */
  public Path registry() {
    return registry;
  }

  /**
   * Tells whether the figures may be rough.
   *
   * @return true for a short run
   */
  public boolean isQuick() {
    return quick;
  }

  /**
   * Fits a plan to the run.
   *
   * @param plan of the full run
   * @return that, or a rough one
   */
  public Plan fit(Plan plan) {
    return quick ? plan.quick() : plan;
  }

  /**
   * Starts a population.
   *
   * @param size how large
   * @return the population, to be closed
   * @throws IOException if it did not come up whole
   */
  public Population populate(Size size) throws IOException {
    return Population.start(children, layout.program("population"), size);
  }

  /**
   * Returns an operation of the limit in C.
   *
   * @param label its name in tables
   * @param operation its name in reference.c
   * @return the subject
   * @throws IOException if it cannot be started
   */
  public Subject reference(String label, String operation) throws IOException {
    LineServer server = server("c", List.of(layout.program("reference").toString()));
    return new Served(label, server, operation, 1);
  }

  /**
   * Returns an operation of Port Manager.
   *
   * @param label its name in tables
   * @param operation its name in the server
   * @param count how often in a row for one reading
   * @return the subject
   * @throws IOException if it cannot be started
   */
  public Subject ours(String label, String operation, int count) throws IOException {
    return new Served(label, ourServer("ours"), operation, count);
  }

  /**
   * Returns a JVM of Port Manager's, one that reads /proc.
   *
   * @param name which: the same name, the same JVM
   * @return the server
   * @throws IOException if it cannot be started
   */
  public LineServer ourServer(String name) throws IOException {
    return server(name, withKernel("off", java(OurServer.class, registry.toString())));
  }

  /**
   * Returns the command of a JVM with Port Manager's switch for asking the kernel who holds a
   * socket.
   *
   * @param mode {@code on}, {@code off} or {@code auto}
   * @param command of a JVM
   * @return program and arguments
   */
  public static List<String> withKernel(String mode, List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.add(1, "-Dportmanager.kernel=" + mode);
    return all;
  }

  /**
   * Returns the command of a JVM.
   *
   * @param main its main class
   * @param arguments its arguments
   * @return program and arguments
   */
  public static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(javaProgram()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Returns the program java that runs this.
   *
   * @return its path
   */
  public static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Returns the server of a language's peers.
   *
   * @param language which
   * @return the server; empty if they cannot be had
   * @throws IOException if it cannot be started
   */
  public Optional<LineServer> server(Language language) throws IOException {
    return peers.missing(language).isPresent()
        ? Optional.empty()
        : Optional.of(server(language.folder(), language.command(peers.folder(language))));
  }

  /**
   * Returns a server, the same for the same name.
   *
   * @param name its name
   * @param command how to start it
   * @return the server
   * @throws IOException if it cannot be started
   */
  public LineServer server(String name, List<String> command) throws IOException {
    LineServer running = servers.get(name);
    if (running == null) {
      running = new LineServer(children, layout.log(), command);
      servers.put(name, running);
    }
    return running;
  }

  /**
   * Returns the command that does the same as an ordinary user.
   *
   * @param command program and arguments
   * @return with what makes another user of it
   */
  public static List<String> asOrdinaryUser(List<String> command) {
    List<String> all = new ArrayList<>(AS_ORDINARY_USER);
    all.addAll(command);
    return all;
  }

  /** Ends the servers, and starts anew when they are asked for. */
  public void endServers() {
    servers.values().forEach(LineServer::close);
    servers.clear();
  }

  @Override
  public void close() {
    endServers();
  }
}
