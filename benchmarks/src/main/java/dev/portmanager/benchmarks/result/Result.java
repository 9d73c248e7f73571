package dev.portmanager.benchmarks.result;

import java.util.List;

/**
 * What one benchmark found.
 *
 * @param benchmark its name
 * @param title its heading
 * @param when when it was run: ISO 8601, UTC
 * @param commit what was measured
 * @param quick whether it was the short run, whose figures are rough
 * @param seconds how long it took
 * @param noise how quiet the machine was
 * @param goals the figures to be reached
 * @param tables what was measured
 * @param notMeasured what was not, and why
 */
public record Result(
    String benchmark,
    String title,
    String when,
    String commit,
    boolean quick,
    long seconds,
    Noise noise,
    List<Goal> goals,
    List<Table> tables,
    List<NotMeasured> notMeasured) {

  /** Copies the lists. */
  public Result {
    goals = List.copyOf(goals);
    tables = List.copyOf(tables);
    notMeasured = List.copyOf(notMeasured);
  }
}
