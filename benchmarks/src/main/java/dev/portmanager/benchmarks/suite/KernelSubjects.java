package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Served;
import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.measure.WrongAnswerException;
import dev.portmanager.benchmarks.population.Population;
import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.server.OurServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Those who ask the kernel who holds a socket: the limit in C, and Port Manager. */
final class KernelSubjects {

  static final String C_WALK = "C reference, the kernel's walk";
  static final String C_KNOWN = "C reference, the kernel asked about the last holder";

  /**
   * So many calls in a row make a reading, their median: those before leave the kernel's tables in
   * the processor's caches, for all alike.
   */
  private static final int IN_A_ROW = 5;

  /** A look-up is so short that hundreds are not enough for the JVM's compilers. */
  private static final int WARM_UP_CALLS = 20;

  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private final Bench bench;
  private final Path program;

  /**
   * Compiles the limit in C.
   *
   * @param bench what to work with
   * @throws IOException if that fails, for example with headers older than the iterator
   */
  KernelSubjects(Bench bench) throws IOException {
    this.bench = bench;
    this.program = bench.layout().program("kernel");
    Path source = bench.layout().sources().resolve("native/kernel.c");
    bench.commands().compile(source, program);
  }

  /** An operation of kernel.c. */
  Subject reference(String label, String operation) throws IOException {
    return new Served(label, program(), operation, IN_A_ROW);
  }

  private LineServer program() throws IOException {
    return bench.server("the kernel in C", List.of(program.toString()));
  }

  /** An operation of Port Manager in a JVM that asks the kernel from its first look-up on. */
  Subject ours(String label, String operation) throws IOException {
    List<String> command = Bench.java(OurServer.class, bench.registry().toString());
    LineServer server = bench.server("kernel", Bench.withKernel("on", command));
    return new Served(label, server, operation, IN_A_ROW);
  }

  /** Asks until the compilers have settled. */
  static void warmUp(List<Subject> subjects) throws IOException {
    for (Subject subject : subjects) {
      if (subject instanceof Served served) {
        Subject many =
            new Served(served.label(), served.server(), served.operation(), WARM_UP_CALLS);
        long end = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < end) {
          many.ask(Lookups.PORT);
        }
      }
    }
  }

  /**
   * Requires answers that are right.
   *
   * @param subjects whom
   * @param population whose one holder they must name
   */
  static void requireRight(List<Subject> subjects, Population population) {
    Set<Long> owners = population.target();
    for (Subject subject : subjects) {
      Lookups.wrong(subject, owners)
          .ifPresent(
              wrong -> {
                throw new WrongAnswerException(subject.label() + ": " + wrong);
              });
    }
  }

  /**
   * Requires that Port Manager's JVM asks the kernel, and does not read /proc in its place.
   *
   * @throws IOException if it reads /proc: there is nothing to measure then
   */
  void requireAsked() throws IOException {
    String means = ours("", "means").ask(Lookups.PORT).answer();
    if (!means.equals("KERNEL")) {
      throw new IOException("Port Manager does not ask the kernel here: " + means);
    }
  }
}
