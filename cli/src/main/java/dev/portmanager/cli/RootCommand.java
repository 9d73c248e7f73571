package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.View;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The command without a command, and the options that every command has. */
final class RootCommand implements Callable<Integer> {

  private final World world;
  private final CommandSpec spec;
  private final OptionSpec registry =
      Options.value("--registry", Path.class, Path::of)
          .scopeType(ScopeType.INHERIT)
          .paramLabel("DIR")
          .description("Keep the leases in this folder.")
          .build();
  private final OptionSpec verbose =
      OptionSpec.builder(Options.flag("--verbose", "Say more on standard error, stack traces too."))
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec color =
      Options.value("--color", ColorMode.class, ColorMode::parse)
          .scopeType(ScopeType.INHERIT)
          .paramLabel("WHEN")
          .completionCandidates(ColorMode.NAMES)
          .description("Colours: ${COMPLETION-CANDIDATES}. NO_COLOR is honoured by auto.")
          .build();

  RootCommand(World world) {
    this.world = world;
    spec = CommandSpec.wrapWithoutInspection(this).name("portmanager");
    spec.versionProvider(new Version());
    spec.addOption(registry).addOption(verbose).addOption(color);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Show this help.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Show the version.")
            .build());
    spec.usageMessage()
        .description("Gives each app a network port of its own, tells who listens, frees ports.")
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .optionListHeading("%nOptions of every command:%n")
        .footer(
            "",
            "Try: portmanager run web -- python3 -m http.server {port}",
            "     portmanager who 8080",
            "     portmanager COMMAND --help");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }

  CommandSpec spec() {
    return spec;
  }

  World world() {
    return world;
  }

  boolean verbose() {
    return Options.isSet(verbose);
  }

  /** Opens a manager on the register of leases that was chosen. */
  PortManager open(PortRange range) {
    return open(range, "cli");
  }

  /** Opens a manager that beans and meters call by a name. */
  PortManager open(PortRange range, String name) {
    logVerbosely();
    return world.managers().open(Options.optional(registry, Path.class), range, name);
  }

  /** Finds out what works, also where no manager can be opened on the register. */
  List<Diagnosis> diagnose(PortRange range) {
    logVerbosely();
    return world.managers().diagnose(Options.optional(registry, Path.class), range);
  }

  private void logVerbosely() {
    if (verbose()) {
      StderrLog.beVerbose();
    }
  }

  /** Returns for whom tables on standard output are. */
  View view() {
    return new View(
        world.terminal().facts().output(),
        colour(world.terminal().facts().output()),
        world.terminal().facts().columns(),
        world.clock().instant());
  }

  /** Returns for whom tables on standard error are. */
  View errorView() {
    return new View(
        true,
        colour(world.terminal().facts().error()),
        world.terminal().facts().columns(),
        world.clock().instant());
  }

  /** Returns whether help has colours; asked before {@code --color} is read. */
  Ansi ansi() {
    return colour(world.terminal().facts().output()) ? Ansi.ON : Ansi.OFF;
  }

  private boolean colour(boolean terminal) {
    return switch (Options.optional(color, ColorMode.class).orElse(ColorMode.AUTO)) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && world.environment().getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(world.environment().get("TERM"));
    };
  }
}
