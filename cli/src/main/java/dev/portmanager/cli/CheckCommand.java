package dev.portmanager.cli;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortManager;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Printable;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells whether ports can be used now. */
final class CheckCommand extends Subcommand {

  private final PositionalParamSpec ports = Options.ports();
  private final OptionSpec json = Options.json();

  CheckCommand(RootCommand root) {
    super(
        root,
        "check",
        "Tells whether a server could listen on a port now, and if not, why.",
        "Exit code: 0 if it could on every port, 5 if the system forbids one, else 1.");
    takes(ports, json);
  }

  @Override
  ExitCode execute() {
    List<Integer> asked = Options.portsOf(ports);
    try (PortManager manager = root().open(Lookup.range(asked))) {
      List<PortStatus> found = asked.stream().map(manager::status).toList();
      if (Options.isSet(json)) {
        Json.on(terminal()).ports(found);
      } else {
        print(found);
      }
      return found.stream()
          .map(status -> exitCode(manager, status))
          .reduce(ExitCode.DONE, ExitCode::and);
    }
  }

  private void print(List<PortStatus> found) {
    View view = root().view();
    Table table = new Table("PORT", "STATE", "HOLDER", "REASON");
    for (PortStatus status : found) {
      table.add(
          Cell.of(status.port()),
          View.state(status.state()),
          Cell.of(holder(status)),
          Cell.of(status.reason()));
    }
    terminal().safeLines(view.lines(table));
  }

  private static String holder(PortStatus status) {
    for (Listener listener : status.listeners()) {
      if (listener.ownership() instanceof Ownership.Known known) {
        return Printable.of(known.owners().get(0).toString(), 64);
      }
    }
    return "";
  }

  private static ExitCode exitCode(PortManager manager, PortStatus status) {
    if (status.state() == PortState.FORBIDDEN) {
      return ExitCode.PERMISSION;
    }
    boolean usable =
        status.state() == PortState.FREE
            || (status.state() == PortState.LEASED && !manager.isPortInUse(status.port()));
    return usable ? ExitCode.DONE : ExitCode.FAILED;
  }
}
