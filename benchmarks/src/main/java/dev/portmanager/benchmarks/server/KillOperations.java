package dev.portmanager.benchmarks.server;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Ending processes that the benchmark made for this, and noticing their end. */
final class KillOperations {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Managers managers;
  private final ProcessKiller backEnd = BackEnds.find();

  KillOperations(Managers managers) {
    this.managers = managers;
  }

  Map<String, Operation> all() {
    return Map.of(
        "await", this::await,
        "on-exit", KillOperations::onExit,
        "kill", this::kill,
        "holds", this::holds);
  }

  /** Ends a process; the time from the signal until its pin tells. */
  private String await(String pid, Stopwatch watch) throws Exception {
    try (PinnedProcess process = backEnd.pin(Long.parseLong(pid)).orElseThrow()) {
      watch.start();
      process.kill();
      boolean ended = process.awaitExit(PATIENCE);
      watch.stop();
      return ended ? "ended" : "ERR not ended";
    }
  }

  /** The same by what the JDK has for processes that it did not start. */
  private static String onExit(String pid, Stopwatch watch) throws Exception {
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    watch.start();
    process.destroyForcibly();
    process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    watch.stop();
    return "ended";
  }

  /** What is asked of a pinned process right before a signal: {@code PORT:PID}. */
  private String holds(String argument, Stopwatch watch) {
    String[] words = argument.split(":", -1);
    int port = Integer.parseInt(words[0]);
    try (PinnedProcess process = backEnd.pin(Long.parseLong(words[1])).orElseThrow()) {
      watch.start();
      boolean holds = process.listensOn(Protocol.TCP, port);
      watch.stop();
      return String.valueOf(holds);
    }
  }

  /** Look-up, kill, and the look whether the port is free. */
  private String kill(String port, Stopwatch watch) {
    KillReport report =
        managers
            .of(PortRange.DEFAULT)
            .killProcessOnPort(Integer.parseInt(port), KillOptions.defaults());
    watch.stop();
    return report.portAfter()
        + ":"
        + report.outcomes().stream()
            .map(KillOutcome::result)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
  }
}
