package dev.portmanager.benchmarks.result;

import dev.portmanager.benchmarks.statistics.Figure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a table.
 *
 * @param row what was measured
 * @param column under which condition
 * @param time nanoseconds; null if the cell has a text
 * @param ratio to the reference that ran beside it; null if there was none
 * @param text what stands there in place of a time; null if there is a time
 */
public record Cell(
    String row,
    String column,
    @Nullable Figure time,
    @Nullable Figure ratio,
    @Nullable String text) {

  /**
   * Makes a cell with a time and its ratio to the reference.
   *
   * @param row what was measured
   * @param column under which condition
   * @param time nanoseconds
   * @param ratio to the reference
   * @return the cell
   */
  public static Cell of(String row, String column, Figure time, Figure ratio) {
    return new Cell(row, column, time, ratio, null);
  }

  /**
   * Makes a cell with a time alone.
   *
   * @param row what was measured
   * @param column under which condition
   * @param time nanoseconds
   * @return the cell
   */
  public static Cell of(String row, String column, Figure time) {
    return new Cell(row, column, time, null, null);
  }

  /**
   * Makes a cell with a text.
   *
   * @param row what was asked
   * @param column which fact
   * @param text the fact
   * @return the cell
   */
  public static Cell of(String row, String column, String text) {
    return new Cell(row, column, null, null, text);
  }

  /**
   * Returns the time's median.
   *
   * @return nanoseconds; empty if the cell has a text
   */
  public Optional<Double> median() {
    return Optional.ofNullable(time).map(Figure::median);
  }
}
