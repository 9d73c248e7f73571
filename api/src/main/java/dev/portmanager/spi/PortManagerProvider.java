package dev.portmanager.spi;

import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.Optional;

/**
 * How core offers its {@link PortManager}: a service type, found by {@link
 * java.util.ServiceLoader}. Applications call {@link dev.portmanager.PortManagers} instead.
 * Implementations are safe for use by several threads.
 */
public interface PortManagerProvider {

  /**
   * Creates a manager.
   *
   * @param settings how to set it up
   * @return a new manager
   */
  PortManager create(PortManagerSettings settings);

  /**
   * Returns the process-wide manager.
   *
   * @param range the range it gets if this is the first call; if it has another, a warning that
   *     names both is logged; empty: the default range, or whatever range it has
   * @return the same manager for every caller, until somebody closes it
   */
  PortManager shared(Optional<PortRange> range);

  /**
   * Returns the process-wide manager of a range.
   *
   * @param range the range
   * @return the same manager for every caller who asks for this range, until somebody closes it
   */
  PortManager forRange(PortRange range);
}
