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
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Frees ports. */
final class KillCommand extends Subcommand {

  private final PositionalParamSpec ports = Options.ports();
  private final OptionSpec dryRun = Options.flag("--dry-run", "Only tell what would be ended.");
  private final OptionSpec yes = Options.flag("--yes", "Do not ask.");
  private final OptionSpec grace =
      Options.duration("--grace", "How long to wait before forcing; 3s by default.");
  private final OptionSpec tree = Options.flag("--tree", "End the children of the processes too.");
  private final OptionSpec udp =
      Options.flag("--udp", "Listeners on the UDP port instead of the TCP port.");
  private final OptionSpec expectedPid =
      Options.pid("--expected-pid", "End this process only; refuse any other.");
  private final OptionSpec allowForwarder =
      Options.flag("--allow-forwarder", "Allow to end a container engine's port forwarder.");
  private final OptionSpec allowAncestor =
      Options.flag(
          "--allow-ancestor",
          "Allow to end a process that this one descends from, such as your shell.");
  private final OptionSpec json = Options.json();

  KillCommand(RootCommand root) {
    super(
        root,
        "kill",
        "Ends the processes that listen on a port, and reports on each.",
        "Asks each to end, waits, then forces it. On a terminal it shows them first and asks.");
    takes(ports, dryRun, yes, grace, tree, udp, expectedPid, allowForwarder, allowAncestor, json);
  }

  @Override
  ExitCode execute() {
    List<Integer> asked = Options.portsOf(ports);
    KillOptions.Builder options = options();
    try (PortManager manager = root().open(Lookup.range(asked))) {
      KillRequest request = new KillRequest(manager, asked, options);
      if (Options.isSet(dryRun)) {
        return finish(request.rehearse());
      }
      if (Options.isSet(yes) || !terminal().facts().canAsk()) {
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
    if (Options.isSet(json)) {
      Json.on(terminal()).kills(reports);
    } else {
      KillTable table = new KillTable(reports);
      terminal().safeLines(table.lines(root().view()));
      table.sentences().forEach(terminal()::error);
    }
    return reports.stream()
        .map(report -> KillRequest.exitCode(report, protocol()))
        .reduce(ExitCode.DONE, ExitCode::and);
  }

  private Protocol protocol() {
    return Options.isSet(udp) ? Protocol.UDP : Protocol.TCP;
  }

  private KillOptions.Builder options() {
    KillOptions.Builder options =
        KillOptions.builder()
            .descendants(Options.isSet(tree))
            .protocol(protocol())
            .allowForwarders(Options.isSet(allowForwarder))
            .allowAncestors(Options.isSet(allowAncestor));
    Options.optional(grace, Duration.class).ifPresent(options::gracePeriod);
    Options.optional(expectedPid, Long.class).ifPresent(options::expectedPid);
    options.build(); // a bad value is to be found before anything is done
    return options;
  }
}
