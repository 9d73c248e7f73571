package dev.portmanager.core.allocation;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortRange;
import java.time.Duration;
import java.util.Set;

/**
 * The ports of one manager.
 *
 * @param range the ports to give out
 * @param excluded ports never to give out
 * @param cooldown how long a released port is kept from other applications
 */
public record Pool(PortRange range, Set<Integer> excluded, Duration cooldown) {

  /** Checks that nothing is null. */
  public Pool {
    requireNonNull(range, "range");
    excluded = Set.copyOf(excluded);
    requireNonNull(cooldown, "cooldown");
  }

  /**
   * Returns how many ports may be given out.
   *
   * @return at least 1
   */
  public int size() {
    return range.size() - (int) excluded.stream().filter(range::contains).count();
  }

  /**
   * Tells whether a port may be given out.
   *
   * @param port any number
   * @return true if it lies in the range and is not excluded
   */
  public boolean offers(int port) {
    return range.contains(port) && !excluded.contains(port);
  }
}
