package dev.portmanager.spi;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a manager is to be set up. Immutable.
 *
 * @param range the ports to give out
 * @param registry the folder of the register of leases; empty: the place that follows from the
 *     system property, the environment, or the machine and the user
 * @param excluded ports never to give out
 * @param cooldown how long a released port is kept from other applications; zero to 1 hour
 * @param name the name for management tools and metrics: 1 to 128 bytes, no control character
 * @param processKiller the back end; empty: the one that service loading finds
 */
public record PortManagerSettings(
    PortRange range,
    Optional<Path> registry,
    Set<Integer> excluded,
    Duration cooldown,
    String name,
    Optional<ProcessKiller> processKiller) {

  /** How long a released port is kept from other applications by default. */
  public static final Duration DEFAULT_COOLDOWN = Duration.ofSeconds(2);

  /** The name of a manager that was given none. */
  public static final String DEFAULT_NAME = "default";

  private static final Duration LONGEST_COOLDOWN = Duration.ofHours(1);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a value is out of its bounds, or every port of the range is
   *     excluded
   */
  public PortManagerSettings {
    requireNonNull(range, "range");
    requireNonNull(registry, "registry");
    excluded = Set.copyOf(excluded);
    int excludedInRange = 0;
    for (int port : excluded) {
      excludedInRange += range.contains(PortRange.requirePort(port)) ? 1 : 0;
    }
    requireNonNull(cooldown, "cooldown");
    if (cooldown.isNegative() || cooldown.compareTo(LONGEST_COOLDOWN) > 0) {
      throw new IllegalArgumentException(
          "cooldown must be " + Duration.ZERO + " to " + LONGEST_COOLDOWN + " but was " + cooldown);
    }
    requireNonNull(name, "name");
    if (name.isBlank() || name.length() > 128 || hasControl(name)) {
      throw new IllegalArgumentException(
          "a manager's name must be 1-128 characters, none of them a control character");
    }
    requireNonNull(processKiller, "processKiller");
    if (excludedInRange == range.size()) {
      throw new IllegalArgumentException("every port of the range " + range + " is excluded");
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the settings of a manager of which only the range is given.
   *
   * @param range the ports to give out
   * @return the settings
   */
  public static PortManagerSettings of(PortRange range) {
    return new PortManagerSettings(
        range, Optional.empty(), Set.of(), DEFAULT_COOLDOWN, DEFAULT_NAME, Optional.empty());
  }
}
