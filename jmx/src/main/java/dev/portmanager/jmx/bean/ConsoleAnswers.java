package dev.portmanager.jmx.bean;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.Printable;
import dev.portmanager.ProcessInfo;
import dev.portmanager.jmx.KillSnapshot;
import dev.portmanager.jmx.KillSnapshot.KilledProcess;
import dev.portmanager.jmx.LeaseSnapshot;
import dev.portmanager.jmx.ProcessOnPort;
import dev.portmanager.jmx.ProcessOnPort.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns answers of the manager into what a console can carry and may show: names of programs, never
 * their arguments, which may hold secrets.
 */
final class ConsoleAnswers {

  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_MESSAGE = 500;

  private ConsoleAnswers() {}

  static LeaseSnapshot lease(LeaseInfo lease, Instant now) {
    return new LeaseSnapshot(
        lease.app(),
        lease.port(),
        "tcp",
        Date.from(lease.since()),
        Math.max(0, Duration.between(lease.since(), now).toSeconds()),
        lease.expiresAt().isPresent() ? null : lease.pid(),
        lease.user(),
        lease.expiresAt().map(Date::from).orElse(null));
  }

  static ProcessOnPort owners(int port, List<Listener> listeners) {
    Map<Long, ProcessInfo> owners = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    boolean hidden = false;
    for (Listener listener : listeners) {
      if (listener.ownership() instanceof Ownership.Known known) {
        known.owners().forEach(owner -> owners.putIfAbsent(owner.pid(), owner));
      } else if (listener.ownership() instanceof Ownership.Hidden reason) {
        hidden = true;
        unknown.add(reason.reason());
      } else if (listener.ownership() instanceof Ownership.None reason) {
        unknown.add(reason.reason());
      }
    }
    Outcome outcome = hidden ? Outcome.DENIED : Outcome.FOUND;
    Optional<ProcessInfo> only =
        owners.size() == 1 && unknown.isEmpty()
            ? owners.values().stream().findFirst()
            : Optional.empty();
    return new ProcessOnPort(
        port,
        listeners.isEmpty() ? Outcome.NOT_FOUND : outcome,
        only.map(ProcessInfo::pid).orElse(null),
        only.flatMap(ConsoleAnswers::command).orElse(null),
        only.flatMap(ProcessInfo::user).map(ConsoleAnswers::name).orElse(null),
        only.flatMap(ProcessInfo::startedAt).map(Date::from).orElse(null),
        owners.values().stream().map(ConsoleAnswers::line).toList(),
        message(port, listeners.isEmpty(), owners, unknown));
  }

  private static String message(
      int port, boolean nothing, Map<Long, ProcessInfo> owners, List<String> unknown) {
    if (nothing) {
      return "nothing listens on TCP port " + port;
    }
    List<String> parts = new ArrayList<>();
    if (!owners.isEmpty()) {
      parts.add(owners.size() == 1 ? "1 process" : owners.size() + " processes");
    }
    unknown.stream().distinct().forEach(parts::add);
    return Printable.of(
        "TCP port " + port + " is listened on by " + String.join("; and ", parts), LONGEST_MESSAGE);
  }

  private static Optional<String> command(ProcessInfo process) {
    return process.executable().or(process::name).map(ConsoleAnswers::name);
  }

  private static String name(String text) {
    return Printable.of(text, LONGEST_NAME);
  }

  private static String line(ProcessInfo process) {
    return process.pid()
        + "  "
        + command(process).orElse("unknown program")
        + "  "
        + process.user().map(ConsoleAnswers::name).orElse("unknown user")
        + process.startedAt().map(time -> "  since " + time).orElse("");
  }

  static KillSnapshot killed(KillReport report, boolean dryRun) {
    return new KillSnapshot(
        report.port(),
        dryRun,
        report.freed(),
        report.portAfter(),
        report.elapsed().toMillis(),
        report.outcomes().stream().map(ConsoleAnswers::killed).toList(),
        Printable.of(report.reason(), LONGEST_MESSAGE));
  }

  private static KilledProcess killed(KillOutcome outcome) {
    ProcessInfo process = outcome.process();
    return new KilledProcess(
        process.pid(),
        command(process).orElse("unknown program"),
        process.user().map(ConsoleAnswers::name).orElse("unknown"),
        outcome.result(),
        outcome.elapsed().toMillis(),
        Printable.of(outcome.reason(), LONGEST_MESSAGE));
  }
}
