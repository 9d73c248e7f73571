package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells the port of an application. */
@Command(
    name = "port",
    description = {
      "Prints the port that APP has now.",
      "If several apps of that name have one, the port of the newest lease."
    })
final class PortCommand extends Subcommand {

  @Parameters(paramLabel = "APP", description = "The app's name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String app;

  PortCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    String name = Arguments.appName(app);
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
