package dev.portmanager.cli;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortManager;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells who listens. */
final class WhoCommand extends Subcommand {

  private final PositionalParamSpec ports = Options.ports();
  private final OptionSpec json = Options.json();

  WhoCommand(RootCommand root) {
    super(
        root,
        "who",
        "Tells who listens on a port: every process, TCP and UDP.",
        "Says so where an owner cannot be seen, and what would make it visible.");
    takes(ports, json);
  }

  @Override
  ExitCode execute() {
    List<Integer> asked = Options.portsOf(ports);
    try (PortManager manager = root().open(Lookup.range(asked))) {
      List<PortStatus> found = Lookup.of(manager, asked);
      if (Options.isSet(json)) {
        Json.on(terminal()).ports(found);
      } else {
        print(found);
      }
      return found.stream().map(WhoCommand::exitCode).reduce(ExitCode.DONE, ExitCode::and);
    }
  }

  private void print(List<PortStatus> found) {
    View view = root().view();
    Table table = new Table("PORT", "PROTO", "ADDRESS", "PID", "USER", "AGE", "COMMAND");
    for (PortStatus port : found) {
      for (Listener listener : port.listeners()) {
        for (OwnerRow owner : OwnerRow.of(listener, view)) {
          table.add(
              Cell.of(port.port()),
              Cell.of(listener.protocol().name()),
              View.address(listener.address()),
              owner.pid(),
              owner.user(),
              owner.since(),
              owner.command());
        }
      }
    }
    if (!table.isEmpty()) {
      terminal().safeLines(view.lines(table));
    }
    found.forEach(this::printNotes);
  }

  private void printNotes(PortStatus port) {
    if (port.listeners().isEmpty()) {
      terminal()
          .error(
              "nothing listens on port "
                  + port.port()
                  + (port.state() == PortState.FREE ? "" : ": " + port.reason()));
    }
    // In full here, since a table is cut at the edge of the screen; once, since the listeners of a
    // port mostly share it.
    port.listeners().stream()
        .flatMap(listener -> note(listener.ownership()).stream())
        .distinct()
        .forEach(text -> terminal().error("port " + port.port() + ": " + text));
  }

  private static Optional<String> note(Ownership ownership) {
    if (ownership instanceof Ownership.Known known) {
      return known.caveat();
    }
    return ownership instanceof Ownership.Hidden hidden
        ? Optional.of(hidden.reason())
        : Optional.empty();
  }

  private static ExitCode exitCode(PortStatus port) {
    if (port.listeners().isEmpty()) {
      return ExitCode.NOTHING_THERE;
    }
    boolean hidden =
        port.listeners().stream().anyMatch(l -> l.ownership() instanceof Ownership.Hidden);
    return hidden ? ExitCode.PERMISSION : ExitCode.DONE;
  }
}
