package dev.portmanager.jmx.bean;

import dev.portmanager.jmx.Operation;
import java.util.Set;

/**
 * How beans are to be set up.
 *
 * @param allowed the operations that may be called
 * @param unmanagedPorts whether they may touch ports outside of the manager's range
 * @param leaseNotifications whether to tell of each lease that begins or ends
 * @param lowThreshold which share of available ports is low
 */
public record RegistrationSettings(
    Set<Operation> allowed,
    boolean unmanagedPorts,
    boolean leaseNotifications,
    double lowThreshold) {

  /** Which share of available ports is low by default. */
  public static final double DEFAULT_LOW_THRESHOLD = 0.1;

  private static final double HIGHEST_LOW_THRESHOLD = 0.5;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the threshold is out of its bounds
   */
  public RegistrationSettings {
    allowed = Set.copyOf(allowed);
    requireLowThreshold(lowThreshold);
  }

  /**
   * Checks a threshold.
   *
   * @param share which share of available ports is low
   * @return the same
   * @throws IllegalArgumentException if it is not 0 to 0.5
   */
  public static double requireLowThreshold(double share) {
    if (!(share >= 0 && share <= HIGHEST_LOW_THRESHOLD)) {
      throw new IllegalArgumentException(
          "lowThreshold must be 0 to " + HIGHEST_LOW_THRESHOLD + " but was " + share);
    }
    return share;
  }
}
