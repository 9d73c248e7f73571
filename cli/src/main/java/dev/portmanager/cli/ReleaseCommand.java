package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Gives back the leases of an application. */
final class ReleaseCommand extends Subcommand {

  private final PositionalParamSpec app = Options.app();
  private final OptionSpec force =
      Options.flag("--force", "Give it back although its process lives.");

  ReleaseCommand(RootCommand root) {
    super(
        root,
        "release",
        "Gives back the port of APP. Never ends a process.",
        "A lease whose process lives is given back only with --force.");
    takes(app, force);
  }

  @Override
  ExitCode execute() {
    String name = Options.appOf(app);
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
    return switch (manager.release(lease, Options.isSet(force))) {
      case RELEASED -> {
        terminal().line(what + " is given back");
        yield ExitCode.DONE;
      }
      case NOT_LEASED -> {
        terminal().line(what + " was given back by its holder");
        yield ExitCode.DONE;
      }
      case HELD -> {
        terminal()
            .error(
                what
                    + " is held by process "
                    + lease.pid()
                    + ", which lives: end that process, or take the port away with --force");
        yield ExitCode.PERMISSION;
      }
      case OTHER_USER -> {
        terminal()
            .error(
                what + " is held for user " + lease.user() + ": only that user can give it back");
        yield ExitCode.PERMISSION;
      }
    };
  }
}
