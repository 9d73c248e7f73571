package dev.portmanager.jmx;

import javax.management.MBeanOperationInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a management console may do, where it was allowed. Each call is logged and counted.
 *
 * <p>An operation that was not allowed is not shown, and throws {@link SecurityException} if it is
 * called all the same. Every method throws {@link IllegalArgumentException} for a value out of its
 * bounds and {@link IllegalStateException} if it fails: a console knows no other exceptions.
 */
@Description("Operations on the port pool, as far as they were allowed; each call is logged")
public interface PortManagerOperationsMXBean {

  /**
   * Looks up who listens on a TCP port.
   *
   * @param port 1 to 65535
   * @return what was found
   */
  @Description("Look up which process listens on a TCP port, on any address")
  @Impact(MBeanOperationInfo.INFO)
  ProcessOnPort findProcessOnPort(
      @Param(name = "port", description = "TCP port, 1 to 65535") int port);

  /**
   * Looks up who has leased a port.
   *
   * @param port 1 to 65535
   * @return the lease; null if there is none
   */
  @Description("Look up the live lease of a port; null if nobody has leased it")
  @Impact(MBeanOperationInfo.INFO)
  @Nullable LeaseSnapshot findLease(
      @Param(name = "port", description = "Port, 1 to 65535") int port);

  /**
   * Gives back all leases of an application that may be given back: those of this manager, and
   * those tied to a time.
   *
   * @param application the application's name
   * @return how many were given back
   */
  @Description(
      "Give back the leases of an application: those of this JVM's manager, and those tied to a"
          + " time. Never ends a process")
  @Impact(MBeanOperationInfo.ACTION_INFO)
  int releaseApplication(
      @Param(name = "application", description = "Name of the application, as Leases shows it")
          String application);

  /**
   * Gives back the lease of a port, if it is one of this manager or tied to a time.
   *
   * @param port 1 to 65535
   * @return whether there was one; a lease that another live process holds is not given back but
   *     answered with an {@link IllegalStateException} that names the process
   */
  @Description(
      "Give back the lease of a port, if it is one of this JVM's manager or tied to a time."
          + " Never ends a process")
  @Impact(MBeanOperationInfo.ACTION_INFO)
  boolean releasePort(@Param(name = "port", description = "Port, 1 to 65535") int port);

  /**
   * Frees a TCP port by ending the process that listens there, if that is the expected one.
   *
   * @param port 1 to 65535, and one of the pool unless others were allowed
   * @param expectedPid the process that is to be ended, at least 1; any other is refused
   * @param dryRun whether only to tell what would be done
   * @return what became of it
   */
  @Description(
      "End the process that listens on a TCP port: ask, wait, force. Only the expected process;"
          + " never this JVM, what it descends from, or the system's first process")
  @Impact(MBeanOperationInfo.ACTION_INFO)
  KillSnapshot killProcessOnPort(
      @Param(name = "port", description = "TCP port, 1 to 65535") int port,
      @Param(
              name = "expectedPid",
              description = "Process to end, as findProcessOnPort names it; any other is refused")
          long expectedPid,
      @Param(name = "dryRun", description = "true: only tell what would be done") boolean dryRun);
}
