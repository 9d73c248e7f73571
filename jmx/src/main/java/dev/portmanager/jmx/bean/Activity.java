package dev.portmanager.jmx.bean;

import dev.portmanager.PortEvent;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Counts what a manager did and saw, and tells of what consoles want to know at once. Safe for use
 * by several threads: this object's lock guards all totals, for a few instructions at a time.
 */
final class Activity implements Consumer<PortEvent> {

  private final Messages messages;
  private long allocations;
  private long exhaustions;
  private long conflicts;
  private long ends;
  private long kills;
  private long failedKills;
  private long allocationNanos;
  private long longestAllocationNanos;

  Activity(Messages messages) {
    this.messages = messages;
  }

  /**
   * What was counted.
   *
   * @param allocations how often an application got a port
   * @param exhaustions how often no port was free
   * @param conflicts how often a port was found in use by a stranger
   * @param ends how many leases ended
   * @param kills how often a port was to be freed
   * @param failedKills how often that failed
   * @param meanAllocation the mean time of an allocation; zero if there was none
   * @param maxAllocation the longest time of an allocation; zero if there was none
   */
  record Totals(
      long allocations,
      long exhaustions,
      long conflicts,
      long ends,
      long kills,
      long failedKills,
      Duration meanAllocation,
      Duration maxAllocation) {}

  synchronized Totals totals() {
    return new Totals(
        allocations,
        exhaustions,
        conflicts,
        ends,
        kills,
        failedKills,
        Duration.ofNanos(allocations == 0 ? 0 : allocationNanos / allocations),
        Duration.ofNanos(longestAllocationNanos));
  }

  @Override
  public void accept(PortEvent event) {
    count(event);
    if (event instanceof PortEvent.Exhausted exhausted) {
      messages.exhausted(exhausted);
    } else if (event instanceof PortEvent.Killed killed) {
      messages.killed(killed.report());
    } else if (event instanceof PortEvent.KillFailed failed) {
      messages.killFailed(failed);
    }
  }

  private synchronized void count(PortEvent event) {
    if (event instanceof PortEvent.Leased leased) {
      allocated(leased.duration());
    } else if (event instanceof PortEvent.Reused reused) {
      allocated(reused.duration());
    } else if (event instanceof PortEvent.Exhausted) {
      exhaustions++;
    } else if (event instanceof PortEvent.Conflict) {
      conflicts++;
    } else if (event instanceof PortEvent.Released || event instanceof PortEvent.Expired) {
      ends++;
    } else if (event instanceof PortEvent.Killed killed) {
      kills++;
      failedKills += killed.report().freed() ? 0 : 1;
    } else if (event instanceof PortEvent.KillFailed) {
      kills++;
      failedKills++;
    }
  }

  private void allocated(Duration duration) {
    allocations++;
    allocationNanos += duration.toNanos();
    longestAllocationNanos = Math.max(longestAllocationNanos, duration.toNanos());
  }
}
