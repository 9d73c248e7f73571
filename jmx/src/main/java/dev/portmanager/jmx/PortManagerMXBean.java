package dev.portmanager.jmx;

import java.util.Date;

/**
 * The view of a port manager: attributes only, so that a read-only role sees all of it, and nobody
 * can change anything through it.
 */
@Description(
    "Port pool: who has leased which port on this machine, how full the pool is, what happened")
public interface PortManagerMXBean extends PoolAttributes, ActivityAttributes {

  /**
   * Returns the manager's name.
   *
   * @return the name
   */
  @Description("Name of the port manager")
  String getName();

  /**
   * Returns the manager's range.
   *
   * @return such as {@code 8050-8099}
   */
  @Description("Ports that the manager gives out, lowest and highest")
  String getPortRanges();

  /**
   * Returns the version of Port Manager.
   *
   * @return the version; {@code unpackaged} if it does not run from its jar
   */
  @Description("Version of Port Manager")
  String getVersion();

  /**
   * Returns when this bean was registered.
   *
   * @return the time, from which all totals count
   */
  @Description("When this bean was registered: all totals count from then")
  Date getStartTime();

  /**
   * Returns what works here and what does not.
   *
   * @return a line for each finding that is not all well; empty if all is
   */
  @Description("What does not work, or works less well than it could, on this machine; see doctor")
  String[] getFindings();

  /**
   * Returns how the owners of ports are found: by the kernel's own walk or by reading /proc on
   * Linux, and why. May load what it tells of.
   *
   * @return the sentence of {@code doctor}; empty if this system has one way only
   */
  @Description("How the owners of ports are found, and why so; see doctor, owner search")
  String getOwnerSearch();

  /**
   * Tells whether a console may do anything.
   *
   * @return true if a bean of operations is registered beside this one
   */
  @Description("Whether operations were allowed; they are on a bean of their own, see its type")
  boolean isOperationsEnabled();

  /**
   * Returns what a console may do.
   *
   * @return names of {@link Operation}s
   */
  @Description("What the operations bean allows: FIND, RELEASE, KILL")
  String[] getEnabledOperations();
}
