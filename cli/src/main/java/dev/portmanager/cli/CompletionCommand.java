package dev.portmanager.cli;

import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets a shell complete commands and options.",
      "bash: source <(portmanager completion bash)",
      "zsh:  source <(portmanager completion zsh)"
    })
final class CompletionCommand extends Subcommand {

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Shell shell;

  CompletionCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    String script =
        switch (shell) {
          case bash -> Completions.bash(Cli.model());
          case zsh -> Completions.zsh(Cli.model());
        };
    terminal().safeLines(Arrays.asList(script.split("\n", -1)));
    return ExitCode.DONE;
  }

  /** The shells, as they are written. */
  enum Shell {
    bash,
    zsh
  }
}
