package dev.portmanager.benchmarks.result;

import java.util.List;

/**
 * A table of what was measured.
 *
 * @param title what it shows
 * @param caption how it was measured
 * @param cells its cells, in the order in which rows and columns are to appear
 */
public record Table(String title, String caption, List<Cell> cells) {

  /** Copies the list. */
  public Table {
    cells = List.copyOf(cells);
  }
}
