package dev.portmanager.benchmarks.report;

import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.result.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lays cells out in rows and columns, as text. */
public final class TableText {

  private TableText() {}

  /**
   * Renders a table for Markdown.
   *
   * @param table the table
   * @return lines that begin and end with a bar
   */
  public static String markdown(Table table) {
    List<List<String>> rows = rows(table);
    StringBuilder text = new StringBuilder(1000);
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---".repeat(rows.get(0).size())).append("|\n");
      }
    }
    return text.toString();
  }

  /**
   * Renders a table for a terminal.
   *
   * @param table the table
   * @return aligned lines
   */
  public static String plain(Table table) {
    List<List<String>> rows = rows(table);
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(1000);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The first row is the heading. */
  private static List<List<String>> rows(Table table) {
    Set<String> columns = new LinkedHashSet<>();
    Set<String> labels = new LinkedHashSet<>();
    for (Cell cell : table.cells()) {
      columns.add(cell.column());
      labels.add(cell.row());
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of(""));
    heading.addAll(columns);
    rows.add(heading);
    for (String label : labels) {
      List<String> row = new ArrayList<>(List.of(escape(label)));
      columns.forEach(
          column -> row.add(find(table, label, column).map(TableText::text).orElse("")));
      rows.add(row);
    }
    return rows;
  }

  private static Optional<Cell> find(Table table, String row, String column) {
    return table.cells().stream()
        .filter(cell -> cell.row().equals(row) && cell.column().equals(column))
        .findFirst();
  }

  private static String text(Cell cell) {
    if (cell.time() == null) {
      return escape(String.valueOf(cell.text()));
    }
    String spread = cell.ratio() == null ? Numbers.range(cell.time()) : Numbers.ratio(cell.ratio());
    return Numbers.time(cell.time()) + " (" + spread + ")";
  }

  private static String escape(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
