package dev.portmanager.cli;

import dev.portmanager.PortManager;
import dev.portmanager.spi.AppLauncher;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** Leases a port and becomes the application. */
final class RunCommand extends Subcommand {

  private static final String PLACEHOLDER = "{port}";
  private static final String DELIMITER = "--";

  private final PositionalParamSpec app = Options.app();
  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .index("1..*")
          .arity("0..*")
          .paramLabel("CMD")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .description("After --: the program and its arguments, taken as they are.")
          .build();
  private final LeaseOptions options = new LeaseOptions();
  private final OptionSpec killStale =
      Options.flag(
          "--kill-stale",
          "First end what listens, without a lease, on the port that APP had last (or on the"
              + " preferred port).");
  private final OptionSpec hold =
      Options.flag("--hold", "Keep strangers off the port until the app listens on it.");

  RunCommand(RootCommand root) {
    super(
        root,
        "run",
        "Gives APP a port and becomes CMD: same process, so signals and exit code are the app's"
            + " own, and the lease ends when the app ends.",
        "CMD finds the port in the environment variable PORT and wherever {port} stands in it.");
    takes(app, command, killStale, hold);
    takes(options.all());
    spec().usageMessage().customSynopsis("portmanager run APP [OPTIONS] -- CMD...");
  }

  @Override
  ExitCode execute() {
    throw new IllegalStateException("run ends with the app's own exit code");
  }

  @Override
  public Integer call() {
    String name = Options.appOf(app);
    List<String> program = program();
    AppLauncher launcher =
        root()
            .world()
            .launchers()
            .get()
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "this system has no way to run an app; use: portmanager get"));
    // Closed only if there is no app: its lease is to outlive this program in this process.
    @SuppressWarnings("resource")
    PortManager manager = root().open(options.range());
    try {
      if (Options.isSet(killStale)) {
        new StaleListener(root(), manager).end(name, options.preferred());
      }
      @SuppressWarnings("resource")
      int port = manager.lease(options.request(name).build()).port();
      return launch(launcher, program, port);
    } finally {
      manager.close();
    }
  }

  private int launch(AppLauncher launcher, List<String> program, int port) {
    String number = Integer.toString(port);
    Map<String, String> environment = root().world().appEnvironment();
    environment.put("PORT", number);
    List<String> words = program.stream().map(w -> w.replace(PLACEHOLDER, number)).toList();
    if (root().verbose()) {
      terminal()
          .error(
              Options.appOf(app) + " has port " + number + " and runs " + String.join(" ", words));
    }
    terminal().flush();
    try {
      return launcher.launch(
          new App(
              words,
              environment,
              Options.isSet(hold) ? OptionalInt.of(port) : OptionalInt.empty()));
    } catch (NoSuchProgramException e) {
      String message = e.getMessage();
      terminal().error(message == null ? words.get(0) + " cannot be run" : message);
      return (e.found() ? ExitCode.NOT_EXECUTABLE : ExitCode.NO_SUCH_PROGRAM).code();
    }
  }

  /** Returns what stands after the first {@code --}, untouched by any parser. */
  private List<String> program() {
    List<String> all = spec().commandLine().getParseResult().originalArgs();
    int delimiter = all.indexOf(DELIMITER);
    List<String> after = delimiter < 0 ? List.of() : all.subList(delimiter + 1, all.size());
    if (after.isEmpty() || Options.valuesOf(command).size() != after.size()) {
      throw new ParameterException(
          spec().commandLine(),
          "the command to run stands after --, as in: portmanager run web -- npm run dev");
    }
    return after;
  }
}
