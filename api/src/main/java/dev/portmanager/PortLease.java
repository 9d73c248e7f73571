package dev.portmanager;

import java.nio.channels.ServerSocketChannel;

/**
 * A port that belongs to an application until the lease ends: by {@link #close()}, by {@link
 * PortManager#releasePort(String)}, by {@link PortManager#close()}, or with the process it is tied
 * to, however that ends.
 *
 * <p>Safe for use by several threads.
 */
public interface PortLease extends AutoCloseable {

  /**
   * Returns the port.
   *
   * @return 1 to 65535; the same for the life of the lease
   */
  int port();

  /**
   * Returns the name of the application that has the port.
   *
   * @return the name as it was asked for
   */
  String appName();

  /**
   * Opens a server on the port: a channel that is bound to the wildcard address (IPv4 and IPv6) and
   * listens.
   *
   * <p>Between the lease and this call no other lease can name the port, but a stranger who asks
   * nobody can bind it; {@link LeaseRequest.Builder#hold(boolean)} closes that gap too. The channel
   * is the caller's to close; closing the lease does not close it.
   *
   * @return a new channel in blocking mode
   * @throws PortUnavailableException if something else took the port, naming it where it can be
   *     seen
   * @throws IllegalStateException if the lease has ended, or is tied to another process
   */
  ServerSocketChannel open();

  /**
   * Returns what others see of this lease.
   *
   * @return the lease as it was given; still the same after it ended
   */
  LeaseInfo info();

  /** Ends the lease. Does nothing if it has ended. Never ends a process or closes a server. */
  @Override
  void close();
}
