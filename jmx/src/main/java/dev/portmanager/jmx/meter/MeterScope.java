package dev.portmanager.jmx.meter;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;

/**
 * The meters of one manager in one registry: how they are named, and which there are. Not safe for
 * use by several threads.
 */
final class MeterScope {

  private final MeterRegistry registry;
  private final MeterSettings settings;
  private final Tags tags;
  private final List<Meter> registered = new ArrayList<>();

  MeterScope(MeterRegistry registry, MeterSettings settings, String manager) {
    this.registry = registry;
    this.settings = settings;
    this.tags = settings.tags().and("manager", manager);
  }

  MeterRegistry registry() {
    return registry;
  }

  MeterSettings settings() {
    return settings;
  }

  String name(String end) {
    return settings.prefix() + "." + end;
  }

  Tags tags() {
    return tags;
  }

  /** Notes a meter that was registered here. */
  <M extends Meter> M add(M meter) {
    registered.add(meter);
    return meter;
  }

  /** Tells whether a meter of that name and these tags stands in the registry. */
  boolean isTaken(String end) {
    return registry.find(name(end)).tags(tags).meter() != null;
  }

  void removeAll() {
    registered.forEach(registry::remove);
    registered.clear();
  }
}
