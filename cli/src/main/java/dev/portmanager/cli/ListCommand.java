package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.View;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Shows leases and listeners. */
final class ListCommand extends Subcommand {

  private final OptionSpec range = Options.range("Ports whose listeners are shown");
  private final OptionSpec json = Options.json();
  private final OptionSpec watch =
      Options.flag("--watch", "Show it again each second, until interrupted.");

  ListCommand(RootCommand root) {
    super(root, "list", "Shows every lease on this machine and every listener in the range.");
    takes(range, json, watch);
  }

  @Override
  ExitCode execute() {
    PortRange ports = Options.rangeOf(range);
    try (PortManager manager = root().open(ports)) {
      if (Options.isSet(watch)) {
        return new Watch(root(), manager, Options.isSet(json)).run();
      }
      List<LeaseInfo> leases = manager.leases();
      List<Listener> listeners = manager.listeners();
      if (Options.isSet(json)) {
        Json.on(terminal()).list(leases, listeners);
        return ExitCode.DONE;
      }
      View view = root().view();
      PortTable table = new PortTable(leases, listeners);
      terminal().safeLines(view.people() ? table.lines(view, ports) : table.lines(view));
    }
    return ExitCode.DONE;
  }
}
