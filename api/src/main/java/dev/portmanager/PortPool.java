package dev.portmanager;

import java.util.List;
import java.util.function.Consumer;

/**
 * The ports of one range, as management and metrics see them: how full it is, and what its {@link
 * PortManager} does. Safe for use by several threads.
 */
public interface PortPool {

  /**
   * Returns the name under which management tools and metrics show this manager.
   *
   * @return what {@link PortManagers.Builder#name(String)} set, {@code default} by default
   */
  String getName();

  /**
   * Returns the lowest port this manager gives out.
   *
   * @return 1 to 65535
   */
  int getMinPort();

  /**
   * Returns the highest port this manager gives out.
   *
   * @return {@link #getMinPort()} to 65535
   */
  int getMaxPort();

  /**
   * Returns how full the manager's range is, counting the leases of every process and user of this
   * machine. Probes nothing and loads no native library.
   *
   * @return the pool at this moment
   * @throws LeaseRegistryException if the register of leases fails
   */
  PoolSnapshot pool();

  /**
   * Returns every live lease on this machine: of every process, of every user, of every range.
   *
   * @return an immutable snapshot in order of port
   * @throws LeaseRegistryException if the register of leases fails
   */
  List<LeaseInfo> leases();

  /**
   * Subscribes to what this manager does and sees. Events are delivered in order on a thread of the
   * manager's own, within about 50 ms; an observer that is slow loses events, one that throws is
   * logged, and neither slows or breaks an allocation.
   *
   * @param observer what to call
   * @return the subscription, to be closed
   */
  Subscription subscribe(Consumer<? super PortEvent> observer);

  /**
   * Runs an action when this manager closes: once, on the thread that closes it, after its leases
   * were released; at once and on this thread if it is closed already. What the action throws is
   * logged, and hinders neither the closing nor other actions.
   *
   * @param action what to run
   * @return the tie, to be closed by who no longer wants the action to run; it drops no events
   */
  Subscription onClose(Runnable action);

  /**
   * Tells what works here and what does not: back end, rights, register of leases, ranges.
   *
   * @return an immutable list, at least one finding
   */
  List<Diagnosis> diagnose();
}
