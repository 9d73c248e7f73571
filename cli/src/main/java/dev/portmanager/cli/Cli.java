package dev.portmanager.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together and runs them. */
public final class Cli {

  private static final int WIDEST_HELP = 100;
  private static final int NARROWEST_HELP = 55;

  /** What picocli says first, and what says nothing to the reader. */
  private static final Pattern PICOCLI_PREFIX =
      Pattern.compile(
          "^(?:Invalid value for positional parameter at index \\S+ \\(\\S+\\)|Error): ");

  private Cli() {}

  /**
   * Runs one command.
   *
   * @param world what it may use
   * @param args the command line
   * @return the exit code
   */
  static int run(World world, String... args) {
    RootCommand root = new RootCommand(world);
    try {
      return commandLine(root, args).execute(args);
    } finally {
      world.terminal().flush();
    }
  }

  /**
   * Returns the commands with their options, for what is made from them: completions, manual.
   *
   * @return a model that is not to be run
   */
  public static CommandLine model() {
    return commandLine(new RootCommand(World.system()));
  }

  private static CommandLine commandLine(RootCommand root, String... args) {
    CommandLine line = new CommandLine(root.spec());
    commands(root, args.length == 0 ? "" : args[0])
        .forEach(command -> line.addSubcommand(command.spec()));
    World world = root.world();
    int columns = world.terminal().facts().columns();
    return line
        // An argument that starts with @ is one like any other: it may be part of a program's.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(Math.min(Math.max(columns, NARROWEST_HELP), WIDEST_HELP))
        .setOut(world.terminal().writer())
        .setErr(world.terminal().errorWriter())
        .setColorScheme(Help.defaultColorScheme(root.ansi()))
        .setParameterExceptionHandler((e, unused) -> misuse(root, e))
        .setExecutionExceptionHandler((e, unused, parsed) -> new Failures(root).report(e).code());
  }

  /** Returns the one command that is meant, where that is plain, else all: each takes its time. */
  private static List<Subcommand> commands(RootCommand root, String name) {
    return switch (name) {
      case "get" -> List.of(new GetCommand(root));
      case "port" -> List.of(new PortCommand(root));
      case "run" -> List.of(new RunCommand(root));
      case "list" -> List.of(new ListCommand(root));
      case "who" -> List.of(new WhoCommand(root));
      case "kill" -> List.of(new KillCommand(root));
      case "check" -> List.of(new CheckCommand(root));
      case "release" -> List.of(new ReleaseCommand(root));
      case "serve" -> List.of(new ServeCommand(root));
      default ->
          List.of(
              new GetCommand(root),
              new PortCommand(root),
              new RunCommand(root),
              new ListCommand(root),
              new WhoCommand(root),
              new KillCommand(root),
              new CheckCommand(root),
              new ReleaseCommand(root),
              new DoctorCommand(root),
              new ServeCommand(root),
              new CompletionCommand(root));
    };
  }

  private static int misuse(RootCommand root, ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    root.world().terminal().error(sentence(failure) + "; see " + command + " --help");
    if (root.verbose()) {
      root.world().terminal().trace(failure);
    }
    return ExitCode.USAGE.code();
  }

  static String sentence(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String sentence = "there is no \"" + unmatched.getUnmatched().get(0) + "\" here";
      List<String> suggestions = unmatched.getSuggestions();
      return suggestions.isEmpty()
          ? sentence
          : sentence + ", perhaps you mean " + String.join(" or ", suggestions);
    }
    String message = PICOCLI_PREFIX.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return message.isEmpty()
        ? "the arguments cannot be understood"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
