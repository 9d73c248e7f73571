package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands share. */
abstract class Subcommand implements Callable<Integer> {

  private final RootCommand root;
  private final CommandSpec spec;

  /**
   * Creates a command without options of its own.
   *
   * @param root what it is a command of
   * @param name its name
   * @param description what its help says, a paragraph each
   */
  Subcommand(RootCommand root, String name, String... description) {
    this.root = root;
    this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().description(description);
  }

  /** Does what the command is for, and returns how it ended. */
  abstract ExitCode execute();

  @Override
  public Integer call() {
    return execute().code();
  }

  final void takes(ArgSpec... arguments) {
    for (ArgSpec argument : arguments) {
      spec.add(argument);
    }
  }

  final CommandSpec spec() {
    return spec;
  }

  final RootCommand root() {
    return root;
  }

  final Terminal terminal() {
    return root.world().terminal();
  }
}
