package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * One socket that waits for traffic: a TCP socket in state LISTEN, or a bound UDP socket.
 *
 * <p>Two sockets that share an address (SO_REUSEPORT) are two listeners; one socket that several
 * processes hold is one listener with several owners.
 *
 * @param protocol its protocol
 * @param address the local address it is bound to; the wildcard {@code ::} of a dual-stack socket
 *     takes IPv4 too
 * @param ownership who holds it
 */
public record Listener(Protocol protocol, InetSocketAddress address, Ownership ownership) {

  /** Checks that nothing is null. */
  public Listener {
    requireNonNull(protocol, "protocol");
    requireNonNull(address, "address");
    requireNonNull(ownership, "ownership");
  }

  /**
   * Returns the port it listens on.
   *
   * @return 1 to 65535
   */
  public int port() {
    return address.getPort();
  }
}
