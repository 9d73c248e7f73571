package dev.portmanager.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Makes the scripts that let shells complete commands and options. */
public final class Completions {

  private static final String NAME = "portmanager";

  private Completions() {}

  /**
   * Returns the script for bash, to be sourced or put where bash-completion looks.
   *
   * @param model the commands
   * @return the script
   */
  public static String bash(CommandLine model) {
    return AutoComplete.bash(NAME, model);
  }

  /**
   * Returns the script for zsh, to be sourced or put on {@code fpath} as {@code _portmanager}.
   *
   * @param model the commands
   * @return the script
   */
  public static String zsh(CommandLine model) {
    // zsh runs the bash script by its own bashcompinit, which has no compopt. When compinit has
    // loaded this file as the function _portmanager, the first completion is still under way at
    // its end: serve that too.
    return "#compdef "
        + NAME
        + "\nautoload -Uz compinit bashcompinit\n(( $+functions[compdef] )) || compinit\n"
        + "bashcompinit\n(( $+functions[compopt] )) || compopt() { :; }\n\n"
        + bash(model)
        + "\nif [[ ${funcstack[1]} = _"
        + NAME
        + " ]]; then\n  _bash_complete -o default -F _complete_"
        + NAME
        + "\nfi\n";
  }
}
