package dev.portmanager.os.linux.launch;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;

/**
 * A socket that is bound to a port but does not listen, and is handed on to the application: it
 * keeps off strict binders and the automatic choice of ports, and a server that sets SO_REUSEADDR
 * takes the port beside it: ip(7), socket(7).
 */
final class HoldSocket implements AutoCloseable {

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int F_DUPFD = 0;
  private static final int FIRST = 3;

  /** {@code struct sockaddr_in}: family (0), be16 port (2), be32 address (4); size 16. */
  private static final int SOCKADDR_IN = 16;

  /** {@code struct sockaddr_in6}: family (0), be16 port (2), then 24 bytes that are 0; size 28. */
  private static final int SOCKADDR_IN6 = 28;

  private final int descriptor;

  private HoldSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Binds the wildcard of both families, or of IPv4 where the machine has no IPv6.
   *
   * @throws dev.portmanager.NativeCallException if the port cannot be held
   */
  static HoldSocket on(int port) {
    int six = open(AF_INET6, port);
    int opened =
        six == -Errno.EAFNOSUPPORT || six == -Errno.EADDRNOTAVAIL ? open(AF_INET, port) : six;
    if (opened < 0) {
      throw Errno.failure("bind", -opened, "a socket that holds port " + port);
    }
    return new HoldSocket(opened);
  }

  /** Returns a descriptor from 3 up that survives execve, or the negative error number. */
  private static int open(int family, int port) {
    int socket = LibC.socket(family, SOCK_STREAM, 0);
    if (socket < 0) {
      return -LibC.errno();
    }
    OffHeap memory = OffHeap.allocate(SOCKADDR_IN6);
    memory.bytes().putInt(0, 1);
    LibC.setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, memory.at(0), Integer.BYTES);
    memory.bytes().putInt(0, 0);
    if (family == AF_INET6) {
      LibC.setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, memory.at(0), Integer.BYTES);
    }
    memory.bytes().putShort(0, (short) family);
    memory.bytes().put(2, (byte) (port >> 8)).put(3, (byte) port);
    int size = family == AF_INET6 ? SOCKADDR_IN6 : SOCKADDR_IN;
    if (LibC.bind(socket, memory.at(0), size) != 0) {
      int code = LibC.errno();
      LibC.close(socket);
      return -code;
    }
    return aboveStandard(socket);
  }

  /** A process started without standard streams gets their numbers for its first socket. */
  private static int aboveStandard(int socket) {
    if (socket >= FIRST) {
      return socket;
    }
    int copy = LibC.fcntl(socket, F_DUPFD, FIRST);
    int result = copy < 0 ? -LibC.errno() : copy;
    LibC.close(socket);
    return result;
  }

  @Override
  public void close() {
    LibC.close(descriptor);
  }
}
