package dev.portmanager.jmx.meter;

import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import dev.portmanager.jmx.source.OperationCounts.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import java.util.Locale;

/**
 * How often the operations of the manager's bean were called. Micrometer holds the counts by a weak
 * reference; they live as long as their manager, which the gauges of the pool hold.
 */
final class OperationMeters {

  private OperationMeters() {}

  static void register(OperationCounts counts, MeterScope scope) {
    for (Method method : Method.values()) {
      for (Outcome outcome : Outcome.values()) {
        String tag = outcome.name().toLowerCase(Locale.ROOT);
        scope.add(
            FunctionCounter.builder(
                    scope.name("jmx.operations"), counts, c -> (double) c.total(method, outcome))
                .description("Operations invoked over JMX")
                .tags(scope.tags().and("operation", method.id(), "outcome", tag))
                .register(scope.registry()));
      }
    }
  }
}
