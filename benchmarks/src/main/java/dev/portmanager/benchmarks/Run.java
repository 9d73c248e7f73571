package dev.portmanager.benchmarks;

import dev.portmanager.benchmarks.measure.Quiet;
import dev.portmanager.benchmarks.process.Commands;
import dev.portmanager.benchmarks.report.Charts;
import dev.portmanager.benchmarks.report.Facts;
import dev.portmanager.benchmarks.report.Report;
import dev.portmanager.benchmarks.report.TableText;
import dev.portmanager.benchmarks.result.Goal;
import dev.portmanager.benchmarks.result.Noise;
import dev.portmanager.benchmarks.result.Result;
import dev.portmanager.benchmarks.result.ResultStore;
import dev.portmanager.benchmarks.result.Table;
import dev.portmanager.benchmarks.suite.Bench;
import dev.portmanager.benchmarks.suite.Benchmark;
import dev.portmanager.benchmarks.suite.Benchmarks;
import dev.portmanager.benchmarks.suite.Findings;
import dev.portmanager.benchmarks.suite.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs benchmarks one after the other, whatever becomes of one, and reports. */
final class Run {

  private static final int PATIENCE_SECONDS = 60;

  /** What takes longer is not measured a second time, to keep a whole run bounded. */
  private static final long MOST_SECONDS_TWICE = 180;

  private final Layout layout;
  private final ResultStore store;
  private final Commands commands;
  private final boolean quick;

  Run(Layout layout, ResultStore store, Commands commands, boolean quick) {
    this.layout = layout;
    this.store = store;
    this.commands = commands;
    this.quick = quick;
  }

  /**
   * How a run went.
   *
   * @param failed how many benchmarks gave no result
   * @param noisy how many were thrown away for noise
   */
  record Tally(int failed, int noisy) {}

  Tally all(List<Benchmark> chosen, Bench bench, boolean allowNoise) {
    int failed = 0;
    int noisy = 0;
    for (Benchmark benchmark : chosen) {
      System.out.println("== " + benchmark.name() + ": " + benchmark.title());
      try {
        if (!measureAndKeep(benchmark, bench, allowNoise)) {
          noisy++;
          System.out.println("  quieten it and run \"bin/benchmark " + benchmark.name() + "\",");
          System.out.println("  or keep such figures, marked, with --allow-noise");
        }
      } catch (IOException | RuntimeException e) {
        failed++;
        System.out.println("  FAILED, not kept: " + e);
      } finally {
        bench.endServers();
      }
    }
    return new Tally(failed, noisy);
  }

  /** Measures, and again if that was short and too noisy; false if nothing could be kept. */
  private boolean measureAndKeep(Benchmark benchmark, Bench bench, boolean allowNoise)
      throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      double busy = Quiet.await(allowNoise ? 3 : PATIENCE_SECONDS);
      if (busy > Quiet.MOST_BUSY && !allowNoise) {
        System.out.println("  NOT MEASURED, too noisy: " + say(Quiet.judge(busy, 0)));
        return false;
      }
      Result result = measure(benchmark, bench, busy);
      print(result);
      if (!result.noise().tooMuch() || allowNoise) {
        store.put(result);
        return true;
      }
      System.out.println("  NOT KEPT, too noisy: " + say(result.noise()));
      if (result.seconds() > MOST_SECONDS_TWICE) {
        return false;
      }
    }
    return false;
  }

  private static String say(Noise noise) {
    return String.format(
        Locale.ROOT,
        "others took %.0f %% of the processors' time before, the reference's times spread by"
            + " %.0f %%",
        noise.busy() * 100,
        noise.spread() * 100);
  }

  private Result measure(Benchmark benchmark, Bench bench, double busy) throws IOException {
    Findings findings = new Findings();
    long start = System.nanoTime();
    String when = Facts.now();
    benchmark.run(bench, findings);
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    bench.endServers();
    return new Result(
        benchmark.name(),
        benchmark.title(),
        when,
        commit(),
        quick,
        seconds,
        Quiet.judge(busy, findings.spread()),
        findings.goals(),
        findings.tables(),
        findings.notMeasured());
  }

  private String commit() {
    String root = layout.root().toString();
    Duration limit = Duration.ofSeconds(10);
    try {
      Commands.Outcome commit =
          commands.run(limit, List.of("git", "-C", root, "rev-parse", "--short", "HEAD"));
      Commands.Outcome changes =
          commands.run(limit, List.of("git", "-C", root, "status", "--porcelain", "--", ":!docs"));
      return commit.exitCode() != 0
          ? "unknown"
          : commit.lastLine() + (changes.output().isBlank() ? "" : " and changes");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static void print(Result result) {
    for (Table table : result.tables()) {
      System.out.println("\n" + table.title() + "\n" + TableText.plain(table));
    }
    for (Goal goal : result.goals()) {
      System.out.printf(
          Locale.ROOT,
          "  %-4s %s: %s (%s)%n",
          goal.reached() ? "yes" : "NO",
          goal.what(),
          goal.measured(),
          goal.bound());
    }
    System.out.println("  took " + result.seconds() + " s; " + say(result.noise()));
  }

  /**
   * Writes the report of all results there are: to docs if they are of full runs and whole, or it
   * is asked for, else beside the results.
   */
  void report(boolean asked) throws IOException {
    List<Result> results = new ArrayList<>();
    List<String> names = Benchmarks.all().stream().map(Benchmark::name).toList();
    for (String name : names) {
      Optional<Result> result = store.get(name);
      result.ifPresent(results::add);
    }
    if (results.isEmpty()) {
      System.out.println("nothing was measured: no report");
      return;
    }
    boolean whole = results.size() == names.size();
    Path folder =
        !quick && (whole || asked)
            ? layout.root().resolve("docs")
            : layout.target().resolve("report");
    Path images = folder.resolve("images");
    Files.createDirectories(folder);
    Path file = folder.resolve("performance.md");
    Map<String, String> charts = charts(images);
    charts.replaceAll((name, chart) -> "images/" + chart);
    Files.writeString(file, new Report(Facts.here(), names).markdown(results, charts));
    System.out.println("report: " + layout.root().relativize(file));
    if (!quick && !whole && !asked) {
      System.out.println(
          "not every benchmark has a result, so docs/performance.md stays as it is;"
              + " bin/benchmark --report writes it all the same");
    }
  }

  private Map<String, String> charts(Path images) {
    Path environment = layout.target().resolve("charts");
    try {
      return new Charts(layout.sources().resolve("charts"), environment, commands)
          .draw(layout.results(quick), images);
    } catch (IOException e) {
      System.out.println("no charts: " + e.getMessage());
      return new HashMap<>();
    }
  }
}
