package dev.portmanager.os.windows.table;

import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.util.OptionalLong;

/**
 * One socket that listens.
 *
 * @param protocol its protocol
 * @param address its local address; IPv4 even where the socket is an IPv6 one that serves IPv4
 * @param port its local port
 * @param pid the process that made it, by the system's account; 0 if that is not known
 * @param madeAt when it was bound, in FILETIME's units: 100 ns since 1601; empty if the system does
 *     not tell
 */
public record SocketRow(
    Protocol protocol, InetAddress address, int port, long pid, OptionalLong madeAt) {

  /**
   * By how much a socket may seem older than its maker: the two times may be read off clocks of
   * different grain, 16 ms at the most, and the clock may be put right between them.
   */
  private static final long TOLERANCE = 10_000_000;

  /**
   * Tells whether the socket is older than a process, which then has not made it, but has the pid
   * of its maker.
   *
   * @param createdAt when the process was created, FILETIME
   * @return true if so; false if it is not, or not known to be
   */
  public boolean isOlderThan(long createdAt) {
    return madeAt.isPresent() && madeAt.getAsLong() + TOLERANCE < createdAt;
  }

  /** Returns the same without its time. */
  SocketRow undated() {
    return new SocketRow(protocol, address, port, pid, OptionalLong.empty());
  }

  /** Returns the one of two that was made later; one that is not dated before all others. */
  static SocketRow later(SocketRow one, SocketRow other) {
    return one.madeAt.orElse(Long.MAX_VALUE) >= other.madeAt.orElse(Long.MAX_VALUE) ? one : other;
  }
}
