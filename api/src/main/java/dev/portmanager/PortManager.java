package dev.portmanager;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Gives applications ports of one range, tells who listens, and frees ports.
 *
 * <p>All managers of one machine share one register of leases: no two of them, in whatever process
 * and of whatever user, hold one port at once. Safe for use by several threads; no call waits for
 * another thread's probe. Every method that takes a port throws {@link IllegalArgumentException} if
 * it is outside 1-65535; it need not lie in the manager's range.
 */
public interface PortManager extends PortPool, AutoCloseable {

  /**
   * Returns the ports that this manager has given out and not taken back.
   *
   * @return an immutable snapshot, by application name
   */
  Map<String, Integer> getAppPorts();

  /**
   * Tells whether a server could not listen on the port now, by trying to: on the wildcard address,
   * IPv4 and IPv6, as a server would.
   *
   * @param port 1 to 65535
   * @return false exactly if a server could listen there now
   */
  boolean isPortInUse(int port);

  /**
   * Returns the state of a port, with the reason and what listens there.
   *
   * @param port 1 to 65535
   * @return the state at this moment
   */
  PortStatus status(int port);

  /**
   * Returns every listener on a port, TCP and UDP, with all its owners.
   *
   * @param port 1 to 65535
   * @return an immutable list in no set order; empty if nothing listens
   * @throws NativeCallException if the system's tables cannot be read at all
   */
  List<Listener> listenersOn(int port);

  /**
   * Returns every listener on the ports of the manager's range, with all owners, in one pass.
   *
   * @return an immutable list in order of port; empty if nothing listens
   * @throws NativeCallException if the system's tables cannot be read at all
   */
  List<Listener> listeners();

  /**
   * Returns the ports of the manager's range on which something listens by TCP, without asking who:
   * one look at the system's list, however wide the range is.
   *
   * <p>A port that is bound without listening, or used by a connection, is not among them; {@link
   * #isPortInUse} tells of one port for certain.
   *
   * @return an immutable set, ascending
   * @throws NativeCallException if the system's tables cannot be read at all
   */
  default SortedSet<Integer> listeningPorts() {
    SortedSet<Integer> ports = new TreeSet<>();
    for (Listener listener : listeners()) {
      if (listener.protocol() == Protocol.TCP) {
        ports.add(listener.port());
      }
    }
    return Collections.unmodifiableSortedSet(ports);
  }

  /**
   * Returns the port of an application: the one it has, if that is free or its own, else a new one.
   *
   * @param appName 1 to 128 bytes of UTF-8, not blank, no control character
   * @return a port of the range that no other lease on this machine names
   * @throws IllegalArgumentException if the name is not of that kind
   * @throws NoFreePortException if no port of the range can be had
   * @throws LeaseRegistryException if the register of leases fails
   * @throws IllegalStateException if this manager is closed
   */
  default int getUniquePort(String appName) {
    return lease(appName).port();
  }

  /**
   * Does what {@link #getUniquePort(String)} does and returns the lease.
   *
   * @param appName 1 to 128 bytes of UTF-8, not blank, no control character
   * @return the lease; asked again by the same name while it lives, the same lease
   * @throws IllegalArgumentException if the name is not of that kind
   * @throws NoFreePortException if no port of the range can be had
   * @throws LeaseRegistryException if the register of leases fails
   * @throws IllegalStateException if this manager is closed
   */
  default PortLease lease(String appName) {
    return lease(LeaseRequest.of(appName));
  }

  /**
   * Leases a port as asked.
   *
   * @param request what is asked for
   * @return the lease
   * @throws IllegalArgumentException if the preferred port is outside of the manager's range, or
   *     the holder is not a live process of this user
   * @throws NoFreePortException if no port of the range can be had in the time given
   * @throws PortUnavailableException if a strict request's port cannot be had in the time given
   * @throws LeaseRegistryException if the register of leases fails
   * @throws IllegalStateException if this manager is closed
   * @throws PortManagerException if the thread is interrupted while it waits; its interrupt status
   *     is set
   */
  PortLease lease(LeaseRequest request);

  /**
   * Leases several ports, or none of them.
   *
   * @param all what is asked for, each with a name of its own
   * @return the leases, in the order of the requests
   * @throws IllegalArgumentException if two requests have one name, and as {@link
   *     #lease(LeaseRequest)}
   * @throws PortManagerException as {@link #lease(LeaseRequest)}; every lease that this call made
   *     is given back before
   */
  List<PortLease> leaseAll(List<LeaseRequest> all);

  /**
   * Returns the port of the range that an application of this name had last, on this machine, with
   * this user. It is the one that {@link #getUniquePort(String)} tries first.
   *
   * @param appName the application's name
   * @return the port, whoever has it now; empty if none is remembered
   * @throws IllegalArgumentException if the name cannot be one
   * @throws LeaseRegistryException if the register of leases fails
   */
  OptionalInt lastPort(String appName);

  /**
   * Gives back the port that this manager gave to an application. Never ends a process.
   *
   * @param appName the application's name
   * @return whether there was one
   * @throws IllegalArgumentException if the name cannot be one
   */
  boolean releasePort(String appName);

  /**
   * Gives back a lease that another process of this user holds, or one that is tied to no process.
   * Never ends a process.
   *
   * @param lease the lease, as {@link #leases()} shows it
   * @param force whether to release it although its process lives
   * @return what became of it
   * @throws LeaseRegistryException if the register of leases fails
   */
  ReleaseOutcome release(LeaseInfo lease, boolean force);

  /**
   * Frees a port with {@link KillOptions#defaults()}.
   *
   * @param port 1 to 65535
   * @return true if at least one process was sent a termination request
   * @throws NativeCallException if the system's tables cannot be read at all
   */
  default boolean killProcessOnPort(int port) {
    return killProcessOnPort(port, KillOptions.defaults()).attempted();
  }

  /**
   * Frees a port by ending the processes that listen on it: each is pinned against reuse of its
   * pid, looked at again, asked to end, waited for, forced if need be.
   *
   * <p>Never ended: this process, what it descends from (unless allowed), the system's first
   * process, kernel threads, a container engine's port forwarders (unless allowed).
   *
   * @param port 1 to 65535
   * @param options how
   * @return what became of each process and of the port
   * @throws NativeCallException if the system's tables cannot be read at all
   * @throws PortManagerException if the thread is interrupted while it waits; its interrupt status
   *     is set
   */
  KillReport killProcessOnPort(int port, KillOptions options);

  /**
   * Releases this manager's leases, save those tied to another process or to a time, and ends its
   * subscriptions. Does nothing if it is closed. Afterwards it still answers questions, but leases
   * nothing.
   */
  @Override
  void close();
}
