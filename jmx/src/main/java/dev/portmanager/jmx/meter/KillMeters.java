package dev.portmanager.jmx.meter;

import dev.portmanager.PortEvent;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How long it took to free ports, and how many are being freed. For one thread at a time. */
final class KillMeters {

  private final Map<KillResult, Timer> timers = new EnumMap<>(KillResult.class);
  private final LongTaskTimer active;

  /** What is under way, by port: two threads may free one port at once. */
  private final Map<Integer, Deque<LongTaskTimer.Sample>> underWay = new HashMap<>();

  KillMeters(MeterScope scope) {
    for (KillResult result : KillResult.values()) {
      timers.put(
          result,
          scope.add(
              Timer.builder(scope.name("process.kill"))
                  .description("Time to end the process on a port")
                  .tags(scope.tags().and("outcome", result.tag()))
                  .register(scope.registry())));
    }
    this.active =
        scope.add(
            LongTaskTimer.builder(scope.name("process.kill.active"))
                .description("Kills in progress")
                .tags(scope.tags())
                .register(scope.registry()));
  }

  void count(PortEvent event) {
    if (event instanceof PortEvent.KillStarted started) {
      underWay.computeIfAbsent(started.port(), unused -> new ArrayDeque<>()).add(active.start());
    } else if (event instanceof PortEvent.Killed killed) {
      ended(killed.report().port(), KillResult.of(killed.report()), killed.duration());
    } else if (event instanceof PortEvent.KillFailed failed) {
      ended(failed.port(), KillResult.ERROR, failed.duration());
    }
  }

  private void ended(int port, KillResult result, Duration duration) {
    Deque<LongTaskTimer.Sample> samples = underWay.get(port);
    if (samples != null) {
      samples.remove().stop();
      if (samples.isEmpty()) {
        underWay.remove(port);
      }
    }
    // Last: whoever sees it counted sees it ended.
    Timer timer = timers.get(result);
    if (timer != null) {
      timer.record(duration);
    }
  }

  /** Events were lost, perhaps the end of what seems to be under way. */
  void forgetKills() {
    underWay.values().forEach(samples -> samples.forEach(LongTaskTimer.Sample::stop));
    underWay.clear();
  }
}
