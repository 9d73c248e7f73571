package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells the port of an application. */
final class PortCommand extends Subcommand {

  private final PositionalParamSpec app = Options.app();

  PortCommand(RootCommand root) {
    super(
        root,
        "port",
        "Prints the port that APP has now.",
        "If several apps of that name have one, the port of the newest lease.");
    takes(app);
  }

  @Override
  ExitCode execute() {
    String name = Options.appOf(app);
    try (PortManager manager = root().open(PortRange.DEFAULT)) {
      Optional<LeaseInfo> newest =
          manager.leases().stream()
              .filter(lease -> lease.app().equals(name))
              .max(Comparator.comparing(LeaseInfo::since));
      if (newest.isEmpty()) {
        terminal().error("no app named \"" + name + "\" has a port now");
        return ExitCode.NOTHING_THERE;
      }
      terminal().line(Integer.toString(newest.get().port()));
      return ExitCode.DONE;
    }
  }
}
