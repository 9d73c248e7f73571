package dev.portmanager.jmx;

/**
 * What the manager of this bean did and saw since the bean was registered; other processes'
 * managers count for themselves. Values come a moment (about 50 ms) after the event.
 */
public interface ActivityAttributes {

  /**
   * Returns how often an application got a port, new or its own again.
   *
   * @return the number since registration
   */
  @Description("Allocations that gave a port, new or again, since this bean was registered")
  @Units("allocations")
  long getAllocationTotal();

  /**
   * Returns how often no port was free.
   *
   * @return the number since registration
   */
  @Description("Allocations that failed since no port was free")
  @Units("allocations")
  long getExhaustedTotal();

  /**
   * Returns how often a candidate was in use by a stranger.
   *
   * @return the number since registration
   */
  @Description("Ports that were found in use by programs that had not leased them")
  @Units("ports")
  long getConflictTotal();

  /**
   * Returns how many leases ended, in whatever way.
   *
   * @return the number since registration
   */
  @Description("Leases that ended: released, closed, or expired with their process or time")
  @Units("leases")
  long getReleaseTotal();

  /**
   * Returns how often a port was to be freed.
   *
   * @return the number since registration
   */
  @Description("Attempts to free a port by ending what listens on it, dry runs not counted")
  @Units("attempts")
  long getKillTotal();

  /**
   * Returns how often a port could not be freed.
   *
   * @return the number since registration
   */
  @Description("Attempts to free a port after which something still had it, or that failed")
  @Units("attempts")
  long getKillFailedTotal();

  /**
   * Returns the mean duration of an allocation.
   *
   * @return milliseconds; 0 without an allocation
   */
  @Description("Mean time of the allocations that gave a port, waiting included")
  @Units("ms")
  double getMeanAllocationMillis();

  /**
   * Returns the longest duration of an allocation.
   *
   * @return milliseconds; 0 without an allocation
   */
  @Description("Longest time of an allocation that gave a port, waiting included")
  @Units("ms")
  double getMaxAllocationMillis();

  /**
   * Returns how many events this bean lost.
   *
   * @return the number since registration
   */
  @Description("Events that this bean lost because it was too slow: its totals lack them")
  @Units("events")
  long getDroppedEventTotal();

  /**
   * Returns how many notifications were not sent.
   *
   * @return the number since registration
   */
  @Description("Notifications that were not delivered because a listener was too slow")
  @Units("notifications")
  long getDroppedNotificationTotal();
}
