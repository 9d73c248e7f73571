package dev.portmanager.cli;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.ProcessInfo;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of processes, or would. */
final class KillTable {

  private final List<KillReport> reports;

  KillTable(List<KillReport> reports) {
    this.reports = reports;
  }

  /** Returns a row for each process; nothing if there is none. */
  List<String> lines(View view) {
    Table table =
        view.people()
            ? new Table("PORT", "PID", "USER", "RESULT", "MILLIS", "COMMAND")
            : new Table("PORT", "PID", "USER", "RESULT", "MILLIS", "REASON", "COMMAND");
    for (KillReport report : reports) {
      for (KillOutcome outcome : report.outcomes()) {
        add(table, view, report.port(), outcome);
      }
    }
    return table.isEmpty() ? List.of() : view.lines(table);
  }

  private static void add(Table table, View view, int port, KillOutcome outcome) {
    ProcessInfo process = outcome.process();
    Optional<String> command = process.commandLine().filter(text -> !text.isBlank());
    Cell shown = View.text(command.or(process::name));
    Cell number = Cell.of(port);
    Cell pid = Cell.of(process.pid());
    Cell user = View.text(process.user());
    Cell result = View.result(outcome.result());
    Cell millis = Cell.of(outcome.elapsed().toMillis());
    if (view.people()) {
      table.add(number, pid, user, result, millis, shown);
    } else {
      table.add(number, pid, user, result, millis, Cell.of(outcome.reason()), shown);
    }
  }

  /** Returns what is to be said besides: why a process was not ended, and how each port is now. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (KillReport report : reports) {
      String port = "port " + report.port() + ": ";
      for (KillOutcome outcome : report.outcomes()) {
        if (!outcome.attempted() && outcome.result() != KillOutcome.Result.WOULD_KILL) {
          sentences.add(port + outcome.process() + ": " + outcome.reason());
        }
      }
      sentences.add(port + report.reason());
    }
    return sentences;
  }
}
