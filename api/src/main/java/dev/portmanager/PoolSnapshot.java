package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How full the range of a {@link PortManager} is: values read at one moment, possibly stale on
 * return.
 *
 * @param range the range
 * @param size how many ports of it may be given out, those that are excluded not counted
 * @param leases the live leases of these ports, of every process and user, in order of port
 * @param cooling how many of these ports are free of a lease, but were released so lately that
 *     another application gets them only if there is no other
 */
public record PoolSnapshot(PortRange range, int size, List<LeaseInfo> leases, int cooling) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code size} is not 1 to the size of the range, or leases
   *     and cooling ports are more than that
   */
  public PoolSnapshot {
    requireNonNull(range, "range");
    leases = List.copyOf(leases);
    if (size < 1 || size > range.size()) {
      throw new IllegalArgumentException(
          "size must be 1 to " + range.size() + ", the size of " + range + ", but was " + size);
    }
    if (cooling < 0 || leases.size() + cooling > size) {
      throw new IllegalArgumentException(
          "leases and cooling ports must be at most "
              + size
              + ", but were "
              + leases.size()
              + " and "
              + cooling);
    }
  }

  /**
   * Returns how many ports are leased.
   *
   * @return 0 to {@link #size()}
   */
  public int allocated() {
    return leases.size();
  }

  /**
   * Returns how many ports are neither leased nor cooling. A program that never asks for a lease
   * may sit on some of them: only a probe can tell.
   *
   * @return 0 to {@link #size()}
   */
  public int available() {
    return size - allocated() - cooling;
  }

  /**
   * Returns the share of the ports that is leased.
   *
   * @return 0 to 1
   */
  public double utilization() {
    return (double) allocated() / size;
  }
}
