package dev.portmanager.cli;

import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.PortManager;
import dev.portmanager.Protocol;
import dev.portmanager.cli.output.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Frees ports. */
@Command(
    name = "kill",
    description = {
      "Ends the processes that listen on a port, and reports on each.",
      "Asks each to end, waits, then forces it. On a terminal it shows them first and asks."
    })
final class KillCommand extends Subcommand {

  @Parameters(arity = "1..*", paramLabel = "PORT", description = "The ports, 1 to 65535.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<PortNumber> ports;

  @Option(names = "--dry-run", description = "Only tell what would be ended.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "How long to wait before forcing; 3s by default.")
  private Duration grace = KillOptions.defaults().gracePeriod();

  @Option(names = "--tree", description = "End the children of the processes too.")
  private boolean tree;

  @Option(names = "--udp", description = "Listeners on the UDP port instead of the TCP port.")
  private boolean udp;

  @Option(
      names = "--expected-pid",
      paramLabel = "PID",
      description = "End this process only; refuse any other.")
  private @Nullable Long expectedPid;

  @Option(
      names = "--allow-forwarder",
      description = "Allow to end a container engine's port forwarder.")
  private boolean allowForwarder;

  @Option(
      names = "--allow-ancestor",
      description = "Allow to end a process that this one descends from, such as your shell.")
  private boolean allowAncestor;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  KillCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    List<Integer> asked = Arguments.distinct(ports);
    KillOptions.Builder options = options();
    try (PortManager manager = root().open(Lookup.range(asked))) {
      KillRequest request = new KillRequest(manager, asked, options);
      if (dryRun) {
        return finish(request.rehearse());
      }
      if (yes || !terminal().facts().canAsk()) {
        return finish(request.carryOut(List.of()));
      }
      return ask(request);
    }
  }

  private ExitCode ask(KillRequest request) {
    List<KillReport> planned = request.rehearse();
    long processes = planned.stream().mapToLong(KillRequest::killable).sum();
    if (processes == 0) {
      return finish(planned);
    }
    terminal().safeErrorLines(new KillTable(planned).lines(root().errorView()));
    String question =
        processes == 1
            ? "End this process? [y/N] "
            : "End these " + processes + " processes? [y/N] ";
    if (!isYes(answer(question))) {
      terminal().error("nothing was ended");
      return ExitCode.FAILED;
    }
    return finish(request.carryOut(planned));
  }

  private Optional<String> answer(String question) {
    try {
      return terminal().ask(question);
    } catch (IOException e) {
      throw new UncheckedIOException("the answer cannot be read", e);
    }
  }

  private static boolean isYes(Optional<String> answer) {
    String text = answer.orElse("").strip().toLowerCase(Locale.ROOT);
    return text.equals("y") || text.equals("yes");
  }

  private ExitCode finish(List<KillReport> reports) {
    if (json) {
      Json.on(terminal()).kills(reports);
    } else {
      KillTable table = new KillTable(reports);
      terminal().safeLines(table.lines(root().view()));
      table.sentences().forEach(terminal()::error);
    }
    return reports.stream()
        .map(report -> KillRequest.exitCode(report, udp ? Protocol.UDP : Protocol.TCP))
        .reduce(ExitCode.DONE, ExitCode::and);
  }

  private KillOptions.Builder options() {
    KillOptions.Builder options =
        KillOptions.builder()
            .gracePeriod(grace)
            .descendants(tree)
            .protocol(udp ? Protocol.UDP : Protocol.TCP)
            .allowForwarders(allowForwarder)
            .allowAncestors(allowAncestor);
    if (expectedPid != null) {
      options.expectedPid(expectedPid);
    }
    options.build(); // a bad value is to be found before anything is done
    return options;
  }
}
