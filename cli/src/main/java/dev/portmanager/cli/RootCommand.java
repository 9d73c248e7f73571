package dev.portmanager.cli;

import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.View;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a command, and the options that every command has. */
@Command(
    name = "portmanager",
    description = "Gives each app a network port of its own, tells who listens, frees ports.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions of every command:%n",
    footer = {
      "",
      "Try: portmanager run web -- python3 -m http.server {port}",
      "     portmanager who 8080",
      "     portmanager COMMAND --help"
    },
    versionProvider = Version.class)
final class RootCommand implements Callable<Integer> {

  private final World world;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--registry",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Keep the leases in this folder.")
  private @Nullable Path registry;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say more on standard error, stack traces too.")
  private boolean verbose;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      completionCandidates = ColorMode.Candidates.class,
      description = "Colours: ${COMPLETION-CANDIDATES}. NO_COLOR is honoured by auto.")
  private ColorMode color = ColorMode.AUTO;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the version.")
  private boolean version;

  RootCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }

  World world() {
    return world;
  }

  boolean verbose() {
    return verbose;
  }

  /** Opens a manager on the register of leases that was chosen. */
  PortManager open(PortRange range) {
    if (verbose) {
      StderrLog.beVerbose();
    }
    return world.managers().open(Optional.ofNullable(registry), range);
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
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && world.environment().getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(world.environment().get("TERM"));
    };
  }
}
