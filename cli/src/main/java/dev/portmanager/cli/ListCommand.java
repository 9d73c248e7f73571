package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.View;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows leases and listeners. */
@Command(
    name = "list",
    description = "Shows every lease on this machine and every listener in the range.")
final class ListCommand extends Subcommand {

  @Option(
      names = "--range",
      paramLabel = "A-B",
      description = "Ports whose listeners are shown; 8050-8099 by default.")
  private PortRange range = PortRange.DEFAULT;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Show it again each second, until interrupted.")
  private boolean watch;

  ListCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    try (PortManager manager = root().open(range)) {
      if (watch) {
        return new Watch(root(), manager, json).run();
      }
      List<LeaseInfo> leases = manager.leases();
      List<Listener> listeners = manager.listeners();
      if (json) {
        Json.on(terminal()).list(leases, listeners);
        return ExitCode.DONE;
      }
      View view = root().view();
      PortTable table = new PortTable(leases, listeners);
      terminal().safeLines(view.people() ? table.lines(view, range) : table.lines(view));
    }
    return ExitCode.DONE;
  }
}
