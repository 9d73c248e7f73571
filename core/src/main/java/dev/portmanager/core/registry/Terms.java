package dev.portmanager.core.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * For whom a port is claimed, and for how long.
 *
 * @param app the application's name
 * @param tenure what ends the lease
 * @param cooldown how long after its release a port is kept from other applications; zero to take
 *     any
 */
public record Terms(String app, Tenure tenure, Duration cooldown) {

  /** Checks that nothing is null. */
  public Terms {
    requireNonNull(app, "app");
    requireNonNull(tenure, "tenure");
    requireNonNull(cooldown, "cooldown");
  }

  /**
   * Returns the same terms, for a port that was released just now too.
   *
   * @return the terms without a cool-down
   */
  public Terms withoutCooldown() {
    return new Terms(app, tenure, Duration.ZERO);
  }
}
