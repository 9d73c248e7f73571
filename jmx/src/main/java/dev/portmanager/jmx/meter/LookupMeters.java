package dev.portmanager.jmx.meter;

import dev.portmanager.PortEvent.LookedUp;
import dev.portmanager.PortEvent.LookedUp.Outcome;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How long look-ups of listeners took. Safe for use by several threads. */
final class LookupMeters {

  private final Map<Outcome, Timer> exhaustive;
  private final Map<Outcome, Timer> atLeast;
  private final Map<Outcome, Timer> kernelExhaustive;
  private final Map<Outcome, Timer> kernelAtLeast;

  LookupMeters(MeterScope scope) {
    this.exhaustive = timers(scope, "exhaustive");
    this.atLeast = timers(scope, "at_least");
    this.kernelExhaustive = timers(scope, "kernel_exhaustive");
    this.kernelAtLeast = timers(scope, "kernel_at_least");
  }

  private static Map<Outcome, Timer> timers(MeterScope scope, String strategy) {
    Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      String tag = outcome.name().toLowerCase(Locale.ROOT);
      timers.put(
          outcome,
          scope.add(
              Timer.builder(scope.name("process.lookup"))
                  .description("Time to find the process on a port")
                  .tags(scope.tags().and("strategy", strategy, "outcome", tag))
                  .register(scope.registry())));
    }
    return timers;
  }

  void count(LookedUp event) {
    Map<Outcome, Timer> timers =
        switch (event.means()) {
          case SCAN -> event.exhaustive() ? exhaustive : atLeast;
          case KERNEL -> event.exhaustive() ? kernelExhaustive : kernelAtLeast;
        };
    Timer timer = timers.get(event.outcome());
    if (timer != null) {
      timer.record(event.duration());
    }
  }
}
