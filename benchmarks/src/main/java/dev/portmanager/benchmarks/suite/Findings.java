package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.result.Goal;
import dev.portmanager.benchmarks.result.NotMeasured;
import dev.portmanager.benchmarks.result.Table;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers what one benchmark finds. To be used by one thread. */
public final class Findings {

  private static final double LEAST_NANOS = 100_000;

  private final Map<String, String> captions = new LinkedHashMap<>();
  private final Map<String, List<Cell>> cells = new LinkedHashMap<>();
  private final List<Goal> goals = new ArrayList<>();
  private final List<NotMeasured> missing = new ArrayList<>();
  private double spread;

  /**
   * Begins a table.
   *
   * @param title what it shows
   * @param caption how it was measured
   */
  public void table(String title, String caption) {
    captions.put(title, caption);
    cells.put(title, new ArrayList<>());
  }

  /**
   * Adds a cell to a table that was begun.
   *
   * @param table its title
   * @param cell the cell
   */
  public void add(String table, Cell cell) {
    List<Cell> all = cells.get(table);
    if (all == null) {
      throw new IllegalStateException("the table \"" + table + "\" was not begun");
    }
    all.add(cell);
  }

  /**
   * Adds what was measured in turn as a column.
   *
   * @param table its title
   * @param column the column
   * @param measured what was measured, and the reference beside it
   */
  public void addColumn(String table, String column, Map<Subject, Series> measured) {
    measured.forEach(
        (subject, series) ->
            add(table, Cell.of(subject.label(), column, series.values(), series.ratios())));
  }

  /**
   * Adds a last column with a remark on each row that has one.
   *
   * @param table its title
   * @param column the column
   * @param remarks by row
   */
  public void addRemarks(String table, String column, Map<String, String> remarks) {
    List<String> rows =
        cells.getOrDefault(table, List.of()).stream().map(Cell::row).distinct().toList();
    for (String row : rows) {
      if (remarks.containsKey(row)) {
        add(table, Cell.of(row, column, remarks.getOrDefault(row, "")));
      }
    }
  }

  /**
   * Adds a figure that is to be reached.
   *
   * @param goal what was reached
   */
  public void goal(Goal goal) {
    goals.add(goal);
  }

  /**
   * Adds a goal that a ratio or a time is to stay below.
   *
   * @param what what is measured
   * @param bound the most
   * @param unit what bound and value are in, such as "x" or " ms"
   * @param value what was measured
   */
  public void atMost(String what, double bound, String unit, double value) {
    goals.add(new Goal(what, "<= " + number(bound) + unit, number(value) + unit, value <= bound));
  }

  /**
   * Adds a goal that a ratio is to stay above.
   *
   * @param what what is measured
   * @param bound the least
   * @param unit what bound and value are in
   * @param value what was measured
   */
  public void atLeast(String what, double bound, String unit, double value) {
    goals.add(new Goal(what, ">= " + number(bound) + unit, number(value) + unit, value >= bound));
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e6
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  /**
   * Adds what could not be measured.
   *
   * @param what a peer or a part
   * @param why what stood in the way
   */
  public void notMeasured(String what, String why) {
    System.out.println("  not measured: " + what + ": " + why);
    missing.add(new NotMeasured(what, why));
  }

  /**
   * Takes note of how much the reference's times spread; the largest counts. Those below a tenth of
   * a millisecond do not: they tell of caches, not of the machine's rest.
   *
   * @param reference its times under one condition
   */
  public void spread(Figure reference) {
    if (reference.median() >= LEAST_NANOS) {
      spread = Math.max(spread, reference.spread());
    }
  }

  /**
   * Returns the largest spread of the reference.
   *
   * @return 0 if there was none
   */
  public double spread() {
    return spread;
  }

  /**
   * Returns the tables that are not empty.
   *
   * @return in the order in which they were begun
   */
  public List<Table> tables() {
    return captions.entrySet().stream()
        .map(e -> new Table(e.getKey(), e.getValue(), cells.getOrDefault(e.getKey(), List.of())))
        .filter(table -> !table.cells().isEmpty())
        .toList();
  }

  /**
   * Returns the goals.
   *
   * @return in order
   */
  public List<Goal> goals() {
    return goals;
  }

  /**
   * Returns what could not be measured.
   *
   * @return in order
   */
  public List<NotMeasured> notMeasured() {
    return missing;
  }
}
