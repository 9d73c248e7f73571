package dev.portmanager.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of fields under headings: columns side by side for people, or fields separated by tabs for
 * programs. Not safe for use by several threads.
 */
public final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 16;

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param headings the heading of each column
   */
  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column
   * @throws IllegalArgumentException if there is not one for each column
   */
  public void add(Cell... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row needs " + headings.size() + " fields but has " + cells.length);
    }
    rows.add(List.of(cells));
  }

  /**
   * Tells whether there is a row.
   *
   * @return true if there is none
   */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Returns the table for people: a line of headings, then the rows. The last column is cut so that
   * no line is wider than the screen.
   *
   * @param screenWidth the columns that the screen has
   * @param colour whether it has colours
   * @return one text a line
   */
  public List<String> aligned(int screenWidth, boolean colour) {
    int[] widths = widths();
    int last = widths.length - 1;
    int before = 0;
    for (int i = 0; i < last; i++) {
      before += widths[i] + GAP.length();
    }
    int lastWidth = Math.max(NARROWEST, screenWidth - before);
    List<String> lines = new ArrayList<>();
    lines.add(line(headings.stream().map(h -> new Cell(h, Style.BOLD)).toList(), widths, colour));
    for (List<Cell> row : rows) {
      List<Cell> shown = new ArrayList<>(row);
      Cell cell = row.get(last);
      shown.set(last, new Cell(DisplayWidth.cut(cell.text(), lastWidth), cell.style()));
      lines.add(line(shown, widths, colour));
    }
    return lines;
  }

  /**
   * Returns the table for programs: no headings, nothing cut, one tab between two fields. No field
   * has a tab or a line break in it.
   *
   * @return one text a line
   */
  public List<String> tabbed() {
    List<String> lines = new ArrayList<>();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (Cell cell : row) {
        line.append(line.length() == 0 ? "" : "\t").append(cell.text());
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).length();
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i).text()));
      }
    }
    return widths;
  }

  private static String line(List<Cell> cells, int[] widths, boolean colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      line.append(cell.style().apply(cell.text(), colour));
      if (i < cells.size() - 1) {
        int padding = widths[i] - DisplayWidth.of(cell.text());
        line.append(" ".repeat(padding)).append(GAP);
      }
    }
    return line.toString();
  }
}
