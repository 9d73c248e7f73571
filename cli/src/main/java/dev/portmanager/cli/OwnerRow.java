package dev.portmanager.cli;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Style;
import dev.portmanager.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a table says about the owners of a listener: one row each.
 *
 * @param pid the process
 * @param user its user
 * @param since when it started
 * @param command what it runs, or why that cannot be told
 */
record OwnerRow(Cell pid, Cell user, Cell since, Cell command) {

  /** Returns a row for each owner, or the one row that says why there is none. */
  static List<OwnerRow> of(Listener listener, View view) {
    Ownership ownership = listener.ownership();
    if (ownership instanceof Ownership.Known known) {
      List<OwnerRow> rows = new ArrayList<>();
      for (ProcessInfo owner : known.owners()) {
        rows.add(of(owner, view));
      }
      return rows;
    }
    String reason =
        ownership instanceof Ownership.Hidden hidden
            ? "hidden: " + hidden.reason()
            : "no owner: " + ((Ownership.None) ownership).reason();
    return List.of(new OwnerRow(Cell.NONE, Cell.NONE, Cell.NONE, new Cell(reason, Style.WARN)));
  }

  private static OwnerRow of(ProcessInfo owner, View view) {
    Optional<String> command = owner.commandLine().filter(text -> !text.isBlank());
    return new OwnerRow(
        Cell.of(owner.pid()),
        View.text(owner.user()),
        view.time(owner.startedAt()),
        View.text(command.or(owner::name)));
  }
}
