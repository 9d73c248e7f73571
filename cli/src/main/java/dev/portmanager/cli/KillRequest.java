package dev.portmanager.cli;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.KillReport;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortManager;
import dev.portmanager.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that are to be freed, first for show, then in earnest.
 *
 * @param manager who frees them
 * @param ports which
 * @param options how, save whether it is a dry run
 */
record KillRequest(PortManager manager, List<Integer> ports, KillOptions.Builder options) {

  /** Tells what would be ended. */
  List<KillReport> rehearse() {
    KillOptions dry = options.dryRun(true).build();
    return ports.stream().map(port -> manager.killProcessOnPort(port, dry)).toList();
  }

  /**
   * Ends the processes. Where one process alone was shown for a port, no other is ended in its
   * stead.
   *
   * @param shown what was shown before; may be empty
   */
  List<KillReport> carryOut(List<KillReport> shown) {
    KillOptions any = options.dryRun(false).build();
    List<KillReport> reports = new ArrayList<>();
    for (int port : ports) {
      KillOptions chosen = any;
      for (KillReport report : shown) {
        if (report.port() == port && report.outcomes().size() == 1) {
          chosen = only(any, report.outcomes().get(0).process().pid());
        }
      }
      reports.add(manager.killProcessOnPort(port, chosen));
    }
    return reports;
  }

  private static KillOptions only(KillOptions options, long pid) {
    KillOptions.Builder one =
        KillOptions.builder()
            .gracePeriod(options.gracePeriod())
            .forcePeriod(options.forcePeriod())
            .force(options.force())
            .descendants(options.descendants())
            .protocol(options.protocol())
            .allowAncestors(options.allowAncestors())
            .allowForwarders(options.allowForwarders());
    return pid < 1 ? one.build() : one.expectedPid(pid).build();
  }

  /** Returns how many processes a dry run would have ended. */
  static long killable(KillReport report) {
    return report.outcomes().stream().filter(o -> o.result() == Result.WOULD_KILL).count();
  }

  /** Returns how the attempt to free one port ends the command. */
  static ExitCode exitCode(KillReport report, Protocol protocol) {
    List<Listener> left =
        report.listenersAfter().stream().filter(l -> l.protocol() == protocol).toList();
    if (report.outcomes().isEmpty()) {
      return withoutOutcome(left);
    }
    ExitCode worst = ExitCode.DONE;
    for (KillOutcome outcome : report.outcomes()) {
      worst = worst.and(exitCode(outcome.result()));
    }
    boolean dryRun = killable(report) > 0;
    boolean freed = protocol == Protocol.UDP ? left.isEmpty() : report.freed();
    return dryRun || freed || worst != ExitCode.DONE ? worst : ExitCode.FAILED;
  }

  private static ExitCode withoutOutcome(List<Listener> left) {
    if (left.stream().anyMatch(l -> l.ownership() instanceof Ownership.Hidden)) {
      return ExitCode.PERMISSION;
    }
    return left.isEmpty() ? ExitCode.NOTHING_THERE : ExitCode.FAILED;
  }

  private static ExitCode exitCode(Result result) {
    return switch (result) {
      case TERMINATED, KILLED, ALREADY_GONE, WOULD_KILL -> ExitCode.DONE;
      case SURVIVED, REFUSED -> ExitCode.FAILED;
      case DENIED -> ExitCode.PERMISSION;
    };
  }
}
