package dev.portmanager.jmx.meter;

import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortPool;
import dev.portmanager.jmx.source.RecentPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * How full the pool is. Where it cannot be read, the gauges are NaN, and that is logged once until
 * it can be read again. The registry's gauges hold this object, and this the manager. Safe for use
 * by several threads.
 */
final class PoolMeters {

  private final PortPool manager;
  private final RecentPool pool;
  private final AtomicBoolean failing = new AtomicBoolean();

  private PoolMeters(PortPool manager) {
    this.manager = manager;
    this.pool = new RecentPool(manager);
  }

  static void register(PortPool manager, MeterScope scope) {
    new PoolMeters(manager).register(scope);
  }

  private void register(MeterScope scope) {
    ports(scope, "pool.size", "Ports in the managed ranges", PoolSnapshot::size);
    ports(scope, "pool.allocated", "Ports currently allocated", PoolSnapshot::allocated);
    ports(scope, "pool.available", "Ports that can still be allocated", PoolSnapshot::available);
    ports(scope, "pool.cooling", "Released ports not yet reusable", PoolSnapshot::cooling);
    scope.add(
        TimeGauge.builder(
                scope.name("lease.age.max"), this, TimeUnit.SECONDS, PoolMeters::oldestLeaseSeconds)
            .description("Age of the oldest lease")
            .tags(scope.tags())
            .strongReference(true)
            .register(scope.registry()));
  }

  private void ports(
      MeterScope scope, String name, String description, ToIntFunction<PoolSnapshot> value) {
    scope.add(
        Gauge.builder(
                scope.name(name),
                this,
                meters -> meters.read(() -> (double) value.applyAsInt(meters.pool.get())))
            .description(description)
            .baseUnit("ports")
            .tags(scope.tags())
            .strongReference(true)
            .register(scope.registry()));
  }

  private double oldestLeaseSeconds() {
    return read(() -> pool.oldestLeaseAge().map(Duration::toMillis).orElse(0L) / 1_000.0);
  }

  private double read(Supplier<Double> value) {
    try {
      double read = value.get();
      failing.set(false);
      return read;
    } catch (RuntimeException e) {
      if (!failing.getAndSet(true)) {
        System.getLogger(PoolMeters.class.getName())
            .log(
                Level.WARNING,
                "the pool of \"" + manager.getName() + "\" cannot be read: its gauges show NaN",
                e);
      }
      return Double.NaN;
    }
  }
}
