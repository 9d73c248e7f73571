package dev.portmanager.jmx.meter;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.PortEvent;
import dev.portmanager.PortState;
import dev.portmanager.ProcessInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Events with made-up times. */
final class Happenings {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Happenings() {}

  static LeaseInfo lease(int port, long pid, Instant since) {
    return new LeaseInfo("web", port, pid, since, "anna", Optional.empty());
  }

  static PortEvent.Expired expired(LeaseInfo lease) {
    return new PortEvent.Expired(NOW, lease, Duration.ofSeconds(60));
  }

  static PortEvent.KillStarted killStarted(int port) {
    return new PortEvent.KillStarted(NOW, port);
  }

  static PortEvent.Killed killed(int port, KillOutcome... outcomes) {
    return new PortEvent.Killed(NOW, report(port, List.of(), outcomes));
  }

  static KillReport report(int port, List<Listener> after, KillOutcome... outcomes) {
    PortState state = after.isEmpty() ? PortState.FREE : PortState.IN_USE;
    return new KillReport(
        port, Arrays.asList(outcomes), state, Duration.ofMillis(250), "made up", after);
  }

  static KillOutcome outcome(long pid, KillOutcome.Result result) {
    return new KillOutcome(
        ProcessInfo.builder(pid).build(), result, Duration.ofMillis(200), "made up");
  }
}
