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

  LookupMeters(MeterScope scope) {
    this.exhaustive = timers(scope, "exhaustive");
    this.atLeast = timers(scope, "at_least");
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
    Timer timer = (event.exhaustive() ? exhaustive : atLeast).get(event.outcome());
    if (timer != null) {
      timer.record(event.duration());
    }
  }
}
