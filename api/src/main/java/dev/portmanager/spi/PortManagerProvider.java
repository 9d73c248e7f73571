package dev.portmanager.spi;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import java.util.List;
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
   * Finds out what works here and what does not, for a manager that is set up so, be it that none
   * can be created because its register of leases cannot be used.
   *
   * @param settings how it would be set up
   * @return as {@link PortManager#diagnose} does; a register that cannot be used is a finding
   */
  List<Diagnosis> diagnose(PortManagerSettings settings);

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
