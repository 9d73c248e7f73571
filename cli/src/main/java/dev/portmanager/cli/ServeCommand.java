package dev.portmanager.cli;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.cli.output.Cell;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Shows this machine's pool to consoles and to Prometheus until it is interrupted. */
final class ServeCommand extends Subcommand {

  private static final String DEFAULT_NAME = "default";
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final int VALUE_COLUMN = 17;

  private final OptionSpec range = Options.range("Ports of the pool");
  private final OptionSpec name =
      Options.value("--name", String.class, text -> text)
          .paramLabel("NAME")
          .description("What beans and meters are named; " + DEFAULT_NAME + " by default.")
          .build();
  private final OptionSpec metricsPort =
      Options.value("--metrics-port", Integer.class, Arguments::portOrAny)
          .paramLabel("PORT")
          .description("Where /metrics is, on loopback only; 0, the default, picks a free port.")
          .build();
  private final OptionSpec allow =
      Options.value("--allow", AllowedOperations.class, AllowedOperations::parse)
          .paramLabel("WHAT")
          .completionCandidates(AllowedOperations.words())
          .description(
              "Let consoles call operations: any of ${COMPLETION-CANDIDATES}, with a comma between"
                  + " them; none by default.")
          .build();
  private final OptionSpec unmanaged =
      Options.flag(
          "--allow-unmanaged-ports", "Let them release and kill on ports outside of the range.");

  ServeCommand(RootCommand root) {
    super(
        root,
        "serve",
        "Shows this machine's leases and what becomes of them to JConsole and VisualVM (JMX beans),"
            + " and to Prometheus (/metrics on loopback), until interrupted.",
        "No port is opened for JMX: consoles of the same user attach to the process.");
    takes(range, name, metricsPort, allow, unmanaged);
  }

  @Override
  ExitCode execute() {
    int port = Options.optional(metricsPort, Integer.class).orElse(0);
    Agent.Settings settings =
        new Agent.Settings(
            port,
            Options.optional(allow, AllowedOperations.class).orElse(AllowedOperations.NONE),
            Options.isSet(unmanaged));
    String called = Options.optional(name, String.class).orElse(DEFAULT_NAME);
    try (PortManager manager = root().open(Options.rangeOf(range), called)) {
      try (Agent agent = Agent.start(manager, settings)) {
        serve(manager, agent, settings);
        return ExitCode.DONE;
      } catch (BindException e) {
        return refuse(manager.status(port), e);
      } catch (IOException | IllegalStateException e) {
        throw new PortManagerException("it cannot be served: " + e.getMessage(), e);
      }
    }
  }

  private void serve(PortManager manager, Agent agent, Agent.Settings settings) {
    // A signal ends the process with its own exit code; the hook comes first.
    Thread hook =
        new Thread(
            () -> {
              agent.close();
              manager.close();
            },
            "end-of-serve");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      tell(agent, settings);
      while (root().world().pause().await(PERIOD)) {
        // Others do the work.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortManagerException("interrupted while serving", e);
    } finally {
      Hooks.remove(hook);
    }
  }

  /** Prints what is needed next, a line each: what it is, and its value, never cut. */
  private void tell(Agent agent, Agent.Settings settings) {
    agent.urls().forEach(url -> line("metrics", url));
    line("bean", agent.beans().objectName().toString());
    agent.beans().operationsName().ifPresent(bean -> line("operations-bean", bean.toString()));
    line("operations", operations(settings.allowed()));
    line("console", "jconsole " + ProcessHandle.current().pid());
    terminal().flush();
  }

  private String operations(AllowedOperations allowed) {
    if (!allowed.operations().isEmpty()) {
      return allowed.text();
    }
    return forPeople()
        ? "none (--allow " + String.join(",", AllowedOperations.words()) + ")"
        : Cell.NONE.text();
  }

  private void line(String what, String value) {
    String gap = forPeople() ? " ".repeat(VALUE_COLUMN - what.length()) : "\t";
    terminal().safeLines(List.of(what + gap + Cell.of(value).text()));
  }

  private boolean forPeople() {
    return terminal().facts().output();
  }

  private ExitCode refuse(PortStatus status, BindException failure) {
    String reason = status.state() == PortState.FREE ? failure.getMessage() : status.reason();
    terminal().error("no metrics can be served on port " + status.port() + ": " + reason);
    if (root().verbose()) {
      terminal().trace(failure);
    }
    return status.state() == PortState.FORBIDDEN ? ExitCode.PERMISSION : ExitCode.FAILED;
  }
}
