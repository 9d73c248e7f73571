package dev.portmanager.jmx.meter;

import dev.portmanager.PortEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What became of allocations. Safe for use by several threads. */
final class AllocationMeters {

  private final Timer success;
  private final Timer exhausted;
  private final Timer error;
  private final DistributionSummary probes;
  private final Counter conflicts;

  AllocationMeters(MeterScope scope) {
    this.success = timer(scope, "success");
    this.exhausted = timer(scope, "exhausted");
    this.error = timer(scope, "error");
    this.probes =
        scope.add(
            DistributionSummary.builder(scope.name("allocation.probes"))
                .description("Candidate ports tried per allocation")
                .baseUnit("probes")
                .tags(scope.tags())
                .register(scope.registry()));
    this.conflicts =
        scope.add(
            Counter.builder(scope.name("allocation.conflicts"))
                .description("Candidates found in use by others")
                .tags(scope.tags())
                .register(scope.registry()));
  }

  private static Timer timer(MeterScope scope, String outcome) {
    return scope.add(
        Timer.builder(scope.name("allocation"))
            .description("Time to allocate a port")
            .tags(scope.tags().and("outcome", outcome))
            .serviceLevelObjectives(scope.settings().allocationBuckets().toArray(Duration[]::new))
            .register(scope.registry()));
  }

  void count(PortEvent event) {
    if (event instanceof PortEvent.Leased leased) {
      success.record(leased.duration());
      probes.record(leased.probes());
    } else if (event instanceof PortEvent.Reused reused) {
      success.record(reused.duration());
    } else if (event instanceof PortEvent.Exhausted none) {
      exhausted.record(none.duration());
      probes.record(none.probes());
    } else if (event instanceof PortEvent.AllocationFailed failed) {
      error.record(failed.duration());
    } else if (event instanceof PortEvent.Conflict) {
      conflicts.increment();
    }
  }
}
