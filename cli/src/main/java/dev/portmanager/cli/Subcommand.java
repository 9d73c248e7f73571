package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import java.util.concurrent.Callable;

/** What the commands share. */
abstract class Subcommand implements Callable<Integer> {

  private final RootCommand root;

  Subcommand(RootCommand root) {
    this.root = root;
  }

  /** Does what the command is for, and returns how it ended. */
  abstract ExitCode execute();

  @Override
  public Integer call() {
    return execute().code();
  }

  final RootCommand root() {
    return root;
  }

  final Terminal terminal() {
    return root.world().terminal();
  }
}
