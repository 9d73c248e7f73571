package dev.portmanager.jmx;

import java.util.List;
import java.util.SortedMap;

/**
 * How full the pool is, counting the leases of every process and user of the machine. Values are
 * read together at most every 250 ms; attributes read one by one need not add up.
 */
public interface PoolAttributes {

  /**
   * Returns the size of the pool.
   *
   * @return the number of ports that may be given out
   */
  @Description("Ports in the managed range, without those that are excluded")
  @Units("ports")
  int getPoolSize();

  /**
   * Returns how many ports are leased.
   *
   * @return 0 to the pool's size
   */
  @Description("Ports currently leased, by any process and user of this machine")
  @Units("ports")
  int getAllocatedCount();

  /**
   * Returns how many ports can still be given out.
   *
   * @return 0 to the pool's size
   */
  @Description(
      "Ports neither leased nor cooling. Programs that never ask for a lease may sit on some")
  @Units("ports")
  int getAvailableCount();

  /**
   * Returns how many ports were released of late.
   *
   * @return 0 to the pool's size
   */
  @Description("Ports released a moment ago, which other applications get only as a last resort")
  @Units("ports")
  int getCoolingCount();

  /**
   * Returns the share of the pool that is leased.
   *
   * @return 0 to 1
   */
  @Description("Leased ports divided by the size of the pool")
  @Units("ratio")
  double getUtilization();

  /**
   * Returns the age of the oldest lease.
   *
   * @return seconds; 0 if nothing is leased
   */
  @Description("Age of the oldest lease: what grows without end may be a leak. 0 without a lease")
  @Units("s")
  double getOldestLeaseAgeSeconds();

  /**
   * Returns the live leases of the pool, for programs.
   *
   * @return in order of port
   */
  @Description("Every live lease of the pool, of any process and user, for programs")
  List<LeaseSnapshot> getLeases();

  /**
   * Returns the live leases of the pool, for people.
   *
   * @return a line each, such as {@code 8050 web tcp pid 4711 root 12m}
   */
  @Description("Every live lease of the pool, a line each: port, application, holder, user, age")
  String[] getLeaseSummary();

  /**
   * Returns the ports of each application.
   *
   * @return by name, in order of port
   */
  @Description("The leased ports of each application; several processes may have one name")
  SortedMap<String, List<Integer>> getPortsByApplication();
}
