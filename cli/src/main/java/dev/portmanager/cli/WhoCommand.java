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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells who listens. */
@Command(
    name = "who",
    description = {
      "Tells who listens on a port: every process, TCP and UDP.",
      "Says so where an owner cannot be seen, and what would make it visible."
    })
final class WhoCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "PORT", description = "The ports, 1 to 65535.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<PortNumber> ports;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  WhoCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    List<Integer> asked = Arguments.distinct(ports);
    try (PortManager manager = root().open(Lookup.range(asked))) {
      List<PortStatus> found = Lookup.of(manager, asked);
      if (json) {
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
    for (Listener listener : port.listeners()) {
      if (listener.ownership() instanceof Ownership.Known known) {
        known.caveat().ifPresent(text -> terminal().error("port " + port.port() + ": " + text));
      } else if (listener.ownership() instanceof Ownership.Hidden hidden) {
        // Said in full here, since a table is cut at the edge of the screen.
        terminal().error("port " + port.port() + ": " + hidden.reason());
      }
    }
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
