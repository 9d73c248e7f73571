package dev.portmanager.jmx.bean;

import dev.portmanager.PortPool;
import dev.portmanager.jmx.ActivityAttributes;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What the bean shows of the pool and of what happened. Safe for use by several threads. */
abstract class ActivityView extends PoolView implements ActivityAttributes {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Activity activity;
  private final LongSupplier droppedEvents;
  private final LongSupplier droppedNotifications;

  ActivityView(
      PortPool pool,
      Activity activity,
      LongSupplier droppedEvents,
      LongSupplier droppedNotifications) {
    super(pool);
    this.activity = activity;
    this.droppedEvents = droppedEvents;
    this.droppedNotifications = droppedNotifications;
  }

  @Override
  public final long getAllocationTotal() {
    return activity.totals().allocations();
  }

  @Override
  public final long getExhaustedTotal() {
    return activity.totals().exhaustions();
  }

  @Override
  public final long getConflictTotal() {
    return activity.totals().conflicts();
  }

  @Override
  public final long getReleaseTotal() {
    return activity.totals().ends();
  }

  @Override
  public final long getKillTotal() {
    return activity.totals().kills();
  }

  @Override
  public final long getKillFailedTotal() {
    return activity.totals().failedKills();
  }

  @Override
  public final double getMeanAllocationMillis() {
    return millis(activity.totals().meanAllocation());
  }

  @Override
  public final double getMaxAllocationMillis() {
    return millis(activity.totals().maxAllocation());
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }

  @Override
  public final long getDroppedEventTotal() {
    return droppedEvents.getAsLong();
  }

  @Override
  public final long getDroppedNotificationTotal() {
    return droppedNotifications.getAsLong();
  }
}
