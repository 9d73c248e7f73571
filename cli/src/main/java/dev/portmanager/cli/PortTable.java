package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.cli.output.Ages;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Style;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Leases and listeners, side by side in order of port. */
final class PortTable {

  private final Map<Integer, Row> rows = new TreeMap<>();

  PortTable(List<LeaseInfo> leases, List<Listener> listeners) {
    for (LeaseInfo lease : leases) {
      rows.put(lease.port(), new Row(Optional.of(lease), List.of()));
    }
    for (Listener listener : listeners) {
      rows.merge(listener.port(), new Row(Optional.empty(), List.of(listener)), (a, b) -> a.and(b));
    }
  }

  /** Returns the table for people, with a sentence instead of an empty one. */
  List<String> lines(View view, PortRange range) {
    return rows.isEmpty()
        ? List.of("No lease on this machine, and no listener on the ports " + range + ".")
        : lines(view);
  }

  /** Returns the table, empty if there is neither a lease nor a listener. */
  List<String> lines(View view) {
    Table table =
        new Table("PORT", "STATE", "APP", "PID", "USER", "AGE", "PROTO", "ADDRESS", "COMMAND");
    for (Map.Entry<Integer, Row> entry : rows.entrySet()) {
      add(table, view, entry.getKey(), entry.getValue());
    }
    return view.lines(table);
  }

  private static void add(Table table, View view, int port, Row row) {
    Cell number = Cell.of(port);
    Cell state = View.state(row.lease().isPresent() ? PortState.LEASED : PortState.IN_USE);
    Cell app = row.lease().map(lease -> Cell.of(lease.app())).orElse(Cell.NONE);
    if (row.listeners().isEmpty()) {
      LeaseInfo lease = row.lease().orElseThrow();
      Cell note = new Cell(note(lease, view), Style.FAINT);
      table.add(
          number,
          state,
          app,
          Cell.of(lease.pid()),
          Cell.of(lease.user()),
          view.time(Optional.of(lease.since())),
          Cell.NONE,
          Cell.NONE,
          note);
    }
    for (Listener listener : row.listeners()) {
      for (OwnerRow owner : OwnerRow.of(listener, view)) {
        table.add(
            number,
            state,
            app,
            owner.pid(),
            owner.user(),
            owner.since(),
            Cell.of(listener.protocol().name()),
            View.address(listener.address()),
            owner.command());
      }
    }
  }

  private static String note(LeaseInfo lease, View view) {
    if (!view.people()) {
      return Cell.NONE.text();
    }
    return lease
        .expiresAt()
        .map(end -> "nothing listens yet; ends in " + Ages.between(view.now(), end))
        .orElse("nothing listens yet");
  }

  /** One port. */
  private record Row(Optional<LeaseInfo> lease, List<Listener> listeners) {
    Row and(Row other) {
      return new Row(lease, Stream.concat(listeners.stream(), other.listeners.stream()).toList());
    }
  }
}
