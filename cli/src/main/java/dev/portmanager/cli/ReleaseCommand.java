package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives back the leases of an application. */
@Command(
    name = "release",
    description = {
      "Gives back the port of APP. Never ends a process.",
      "A lease whose process lives is given back only with --force."
    })
final class ReleaseCommand extends Subcommand {

  @Parameters(paramLabel = "APP", description = "The app's name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String app;

  @Option(names = "--force", description = "Give it back although its process lives.")
  private boolean force;

  ReleaseCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    String name = Arguments.appName(app);
    try (PortManager manager = root().open(PortRange.DEFAULT)) {
      List<LeaseInfo> leases =
          manager.leases().stream().filter(lease -> lease.app().equals(name)).toList();
      if (leases.isEmpty()) {
        terminal().error("no app named \"" + name + "\" has a port now");
        return ExitCode.NOTHING_THERE;
      }
      return leases.stream()
          .map(lease -> release(manager, lease))
          .reduce(ExitCode.DONE, ExitCode::and);
    }
  }

  private ExitCode release(PortManager manager, LeaseInfo lease) {
    String what = "port " + lease.port() + " of \"" + lease.app() + "\"";
    switch (manager.release(lease, force)) {
      case RELEASED:
        terminal().line(what + " is given back");
        return ExitCode.DONE;
      case NOT_LEASED:
        terminal().line(what + " was given back by its holder");
        return ExitCode.DONE;
      case HELD:
        terminal()
            .error(
                what
                    + " is held by process "
                    + lease.pid()
                    + ", which lives: end that process, or take the port away with --force");
        return ExitCode.PERMISSION;
      case OTHER_USER:
        terminal()
            .error(
                what + " is held for user " + lease.user() + ": only that user can give it back");
        return ExitCode.PERMISSION;
    }
    throw new IllegalStateException("an unknown outcome");
  }
}
