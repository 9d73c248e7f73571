package dev.portmanager.benchmarks.report;

import dev.portmanager.benchmarks.result.Goal;
import dev.portmanager.benchmarks.result.NotMeasured;
import dev.portmanager.benchmarks.result.Result;
import dev.portmanager.benchmarks.result.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes docs/performance.md of what was found: the same text of the same results. */
public final class Report {

  private static final String METHOD =
      """
      Written by `bin/benchmark` out of what it measured; edit nothing here. [CONTRIBUTING.md](../CONTRIBUTING.md) says
      how to run it.

      ## How it was measured

      - Look-ups go through populations of real processes on the loopback address, beside what runs on the machine
        anyway: S 50 processes of 6 descriptors, M 1,000 of 20, L 4,000 of 50 with 20,000 connections. Half of them are
        root's, the others two users'. The holder sits in the middle of the order of pids.
      - Everything is paired: each call follows or precedes a call of a reference in C, in rounds, in another order each
        round. A ratio is the median of the ratios of such pairs, with the middle half of them behind it; a time is a
        median. **Compare ratios, not times**: another machine has other times.
      - Each answer is checked before it is timed. A peer with a wrong answer is listed as not measured; if Port Manager's
        or the reference's is wrong, nothing is reported.
      - "Warm" is inside of a process that goes on running, after some hundred calls; "whole process" includes its start.
      - C is what the kernel takes for the same work (one netlink dump; openat, getdents64, readlinkat for each
        descriptor), compiled with `cc -O2`. It makes no objects of what it finds.
      - Port Manager reads /proc here (`portmanager.kernel=off`), as it does for everybody without the rights for more; in
        the benchmark `kernel` it asks the kernel. Commands as whole processes decide by themselves, as they do for users.
      - Port Manager's look-up tells more than most peers': user, start and command line of each owner are read too.

      """;

  private final Facts facts;
  private final List<String> names;

  /**
   * Creates a report.
   *
   * @param facts the machine
   * @param names of all benchmarks there are
   */
  public Report(Facts facts, List<String> names) {
    this.facts = facts;
    this.names = List.copyOf(names);
  }

  /**
   * Renders.
   *
   * @param results what was found, in order
   * @param charts files beside the report, by the name of the benchmark
   * @return Markdown
   */
  public String markdown(List<Result> results, Map<String, String> charts) {
    StringBuilder text = new StringBuilder(20_000);
    text.append("# Performance\n\n").append(METHOD);
    machine(text, results);
    goals(text, results);
    for (Result result : results) {
      section(text, result);
      String chart = charts.get(result.benchmark());
      if (chart != null) {
        text.append("![").append(result.title()).append("](").append(chart).append(")\n\n");
      }
    }
    missing(text, results);
    return text.toString().stripTrailing() + "\n";
  }

  private void machine(StringBuilder text, List<Result> results) {
    text.append("## The machine\n\n| | |\n|---|---|\n");
    row(text, "processor", facts.processor());
    row(text, "memory", facts.memory());
    row(text, "system", facts.system());
    row(text, "JVM", facts.java());
    row(text, "run by", facts.user());
    text.append(
        "\n| benchmark | when | commit | took | others' load before | spread of the reference |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Result result : results) {
      String noisy = result.noise().tooMuch() ? " **too noisy**" : "";
      text.append("| ").append(result.benchmark()).append(result.quick() ? " (quick)" : "");
      text.append(noisy).append(" | ").append(result.when()).append(" | ");
      text.append(result.commit()).append(" | ").append(result.seconds()).append(" s | ");
      text.append(percent(result.noise().busy())).append(" | ");
      text.append(percent(result.noise().spread())).append(" |\n");
    }
    text.append('\n');
    if (results.stream().anyMatch(result -> result.noise().tooMuch())) {
      text.append(
          "**The machine was too noisy for some of these figures: they are worth little.**\n\n");
    }
    if (results.stream().anyMatch(Result::quick)) {
      text.append("**Of the quick run: few rounds, rough figures.**\n\n");
    }
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", part * 100);
  }

  private static void row(StringBuilder text, String what, String value) {
    text.append("| ").append(what).append(" | ").append(value).append(" |\n");
  }

  private static void goals(StringBuilder text, List<Result> results) {
    List<Goal> all = results.stream().flatMap(result -> result.goals().stream()).toList();
    if (all.isEmpty()) {
      return;
    }
    long reached = all.stream().filter(Goal::reached).count();
    text.append("## Figures to reach\n\n").append(reached).append(" of ").append(all.size());
    text.append(" are reached.\n\n| what | to reach | measured | |\n|---|---|---|---|\n");
    for (Goal goal : all) {
      text.append("| ").append(goal.what()).append(" | ").append(goal.bound()).append(" | ");
      text.append(goal.measured()).append(" | ").append(goal.reached() ? "yes" : "**no**");
      text.append(" |\n");
    }
    text.append('\n');
  }

  private static void section(StringBuilder text, Result result) {
    text.append("## ").append(result.title()).append("\n\n");
    for (Table table : result.tables()) {
      if (!table.title().equals(result.title())) {
        text.append("### ").append(table.title()).append("\n\n");
      }
      text.append(table.caption()).append("\n\n").append(TableText.markdown(table)).append('\n');
    }
  }

  private void missing(StringBuilder text, List<Result> results) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Result result : results) {
      for (NotMeasured what : result.notMeasured()) {
        all.put(what.what() + " (" + result.benchmark() + ")", what.why());
      }
    }
    List<String> unrun = new ArrayList<>(names);
    results.forEach(result -> unrun.remove(result.benchmark()));
    unrun.forEach(name -> all.put("the benchmark " + name, "not run, failed, or too noisy"));
    if (!all.isEmpty()) {
      text.append("## Not measured\n\n| what | why |\n|---|---|\n");
      all.forEach((what, why) -> row(text, what, why.replace("|", "\\|").replace('\n', ' ')));
    }
  }
}
