package dev.portmanager.benchmarks;

import dev.portmanager.benchmarks.peer.Peers;
import dev.portmanager.benchmarks.process.Children;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.result.ResultStore;
import dev.portmanager.benchmarks.suite.Bench;
import dev.portmanager.benchmarks.suite.Benchmark;
import dev.portmanager.benchmarks.suite.Benchmarks;
import dev.portmanager.benchmarks.suite.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command bin/benchmark. */
@Command(
    name = "benchmark",
    description = {
      "Measures Port Manager beside the limit in C and beside its peers, and writes"
          + " docs/performance.md.",
      "Installs the peers from their registries at the first run, into benchmarks/target."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a benchmark failed, 2 usage, 3 the machine was too noisy.",
      "Results are kept in benchmarks/target/results: run parts one by one, they are put together."
    })
public final class Main implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int NOISY = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Which to run, see --list; all by default.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(names = "--list", description = "Lists the benchmarks.")
  private boolean list;

  @Option(
      names = "--quick",
      description =
          "A few minutes, rough figures; kept apart from those of full runs, docs/ stays as it is.")
  private boolean quick;

  @Option(
      names = "--report",
      description = "Writes docs/performance.md of what was measured so far, and measures nothing.")
  private boolean report;

  @Option(
      names = "--allow-noise",
      description = "Reports figures of a machine that is too noisy, and marks them.")
  private boolean allowNoise;

  @Option(names = "--root", hidden = true, defaultValue = ".")
  private Path root = Path.of(".");

  /**
   * Runs it.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(
        (e, line, result) -> {
          System.err.println("benchmark: " + e.getMessage());
          return FAILED;
        });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Benchmark> chosen = chosen();
    if (list) {
      chosen.forEach(b -> System.out.printf(Locale.ROOT, "%-12s %s%n", b.name(), b.title()));
      return 0;
    }
    Layout layout = new Layout(root.toRealPath());
    ResultStore store = new ResultStore(layout.results(quick));
    try (Children children = new Children()) {
      Run run = new Run(layout, store, new Commands(children), quick);
      Run.Tally tally = new Run.Tally(0, 0);
      if (!report) {
        Commands commands = new Commands(children);
        Path sources = layout.sources().resolve("peers");
        Peers peers = new Peers(sources, layout.target().resolve("peers"), commands);
        try (Bench bench = new Bench(layout, children, peers, quick)) {
          peers.prepareAll();
          tally = run.all(chosen, bench, allowNoise);
        }
      }
      run.report(report);
      return tally.failed() > 0 ? FAILED : tally.noisy() > 0 ? NOISY : 0;
    }
  }

  private List<Benchmark> chosen() {
    for (String name : names) {
      if (Benchmarks.all().stream().noneMatch(b -> b.name().equals(name))) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "no benchmark is called \"" + name + "\": see --list");
      }
    }
    return Benchmarks.all().stream()
        .filter(b -> names.isEmpty() || names.contains(b.name()))
        .toList();
  }
}
