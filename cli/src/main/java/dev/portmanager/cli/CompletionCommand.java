package dev.portmanager.cli;

import java.util.Arrays;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints a completion script. */
final class CompletionCommand extends Subcommand {

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .paramLabel("SHELL")
          .type(Shell.class)
          .description("One of: ${COMPLETION-CANDIDATES}")
          .build();

  CompletionCommand(RootCommand root) {
    super(
        root,
        "completion",
        "Prints a script that lets a shell complete commands and options.",
        "bash: source <(portmanager completion bash)",
        "zsh:  source <(portmanager completion zsh)");
    takes(shell);
  }

  @Override
  ExitCode execute() {
    String script =
        switch (Options.optional(shell, Shell.class).orElseThrow()) {
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
