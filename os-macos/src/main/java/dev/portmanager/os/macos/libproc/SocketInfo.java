package dev.portmanager.os.macos.libproc;

import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Reads {@code struct socket_fdinfo} of sys/proc_info.h, as {@code PROC_PIDFDSOCKETINFO} fills it:
 * the same on x86_64 and arm64, and from macOS 11 on. Pure; the buffer has the machine's byte
 * order.
 */
public final class SocketInfo {

  /** Its size; a call that wrote anything else has no answer. */
  public static final int SIZE = 792;

  /** {@code PROC_PIDFDSOCKETINFO}. */
  public static final int FLAVOR = 3;

  /** What {@link #listeningPort} says of a socket that is no listener. */
  public static final int NONE = 0;

  private static final int SOI_SO = 160;
  private static final int SOI_PROTOCOL = 180;
  private static final int SOI_KIND = 256;
  private static final int INSI_LPORT = 268;
  private static final int INSI_VFLAG = 288;
  private static final int INSI_LADDR = 312;
  private static final int INSI_LADDR_V4 = 324;
  private static final int TCPSI_STATE = 344;

  private static final int SOCKINFO_IN = 1;
  private static final int SOCKINFO_TCP = 2;
  private static final int TSI_S_LISTEN = 1;
  private static final int IPPROTO_UDP = 17;
  private static final int INI_IPV4 = 1;
  private static final int INI_IPV6 = 2;

  private SocketInfo() {}

  /**
   * Returns the port on which a socket listens. Allocates nothing.
   *
   * @param info the struct
   * @param protocol the protocol asked for
   * @return 1 to 65535; {@link #NONE} if it is no listener of that protocol, or unbound
   */
  public static int listeningPort(ByteBuffer info, Protocol protocol) {
    int kind = info.getInt(SOI_KIND);
    boolean listens =
        protocol == Protocol.TCP
            ? kind == SOCKINFO_TCP && info.getInt(TCPSI_STATE) == TSI_S_LISTEN
            // The kind IN has raw sockets too.
            : kind == SOCKINFO_IN && info.getInt(SOI_PROTOCOL) == IPPROTO_UDP;
    if (!listens || (info.get(INSI_VFLAG) & (INI_IPV4 | INI_IPV6)) == 0) {
      return NONE;
    }
    // A copy of the kernel's u_short in network order, in a native int; both processors are
    // little-endian.
    return Short.toUnsignedInt(Short.reverseBytes((short) info.getInt(INSI_LPORT)));
  }

  /**
   * Returns what names the socket: equal for every descriptor that shares it.
   *
   * @param info the struct
   * @return a number made of the kernel's address of it; 0 if the kernel does not tell
   */
  public static long socket(ByteBuffer info) {
    return info.getLong(SOI_SO);
  }

  /**
   * Returns the local address. A dual-stack socket's wildcard is {@code ::}; an IPv4 address that
   * an IPv6 socket is bound to is given as IPv4.
   *
   * @param info the struct of a listener
   * @param port its port
   * @return the address
   */
  public static InetSocketAddress address(ByteBuffer info, int port) {
    boolean six = (info.get(INSI_VFLAG) & INI_IPV6) != 0;
    byte[] address = new byte[six ? 16 : 4];
    info.get(six ? INSI_LADDR : INSI_LADDR_V4, address);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are an address", e);
    }
  }
}
