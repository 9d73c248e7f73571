package dev.portmanager.os.linux.netlink;

import dev.portmanager.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One request for a dump of listening sockets: {@code struct nlmsghdr} and behind it {@code struct
 * inet_diag_req} or {@code inet_diag_req_v2}; linux/netlink.h, linux/inet_diag.h, sock_diag(7).
 *
 * @param type the kind of request
 * @param family the address family; not used by {@link Type#LEGACY}, which lists both
 * @param protocol TCP or UDP; a kernel before Linux 5.9 takes {@link Type#LEGACY} for TCP always
 * @param port the local port, compared by the kernel; 0 for all
 */
record DiagRequest(Type type, int family, Protocol protocol, int port) {

  /** {@code AF_INET}, sys/socket.h. */
  static final int AF_INET = 2;

  /** {@code AF_INET6}, sys/socket.h. */
  static final int AF_INET6 = 10;

  /** {@code NLM_F_REQUEST|NLM_F_DUMP}. */
  private static final short REQUEST_DUMP = 0x301;

  private static final int HEADER = 16;
  private static final int TCP_LISTEN = 10;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;

  /** Behind the legacy request, {@code INET_DIAG_REQ_PROTOCOL}: a u32; Linux 5.9. */
  private static final int PROTOCOL_ATTRIBUTE = 3;

  private static final int PROTOCOL_ATTRIBUTE_LENGTH = 8;

  /** Every state: a bound UDP socket is in CLOSE, or in ESTABLISHED when connected. */
  private static final int ALL_STATES = -1;

  enum Type {
    /** {@code TCPDIAG_GETSOCK}: the request of Linux 2.6, whose one dump lists IPv4 and IPv6. */
    LEGACY(18, 60),
    /** {@code SOCK_DIAG_BY_FAMILY}: Linux 3.3. */
    BY_FAMILY(20, 56);

    private final short number;
    private final int bodyLength;

    Type(int number, int bodyLength) {
      this.number = (short) number;
      this.bodyLength = bodyLength;
    }
  }

  /** Creates the request that lists the TCP listeners of both families at once. */
  static DiagRequest legacy(int port) {
    return new DiagRequest(Type.LEGACY, AF_INET, Protocol.TCP, port);
  }

  /** Creates the request that lists the bound UDP sockets of both families; Linux 5.9. */
  static DiagRequest legacyOfUdp(int port) {
    return new DiagRequest(Type.LEGACY, AF_INET, Protocol.UDP, port);
  }

  /** Creates the request that lists the listeners of one family. */
  static DiagRequest byFamily(int family, Protocol protocol, int port) {
    return new DiagRequest(Type.BY_FAMILY, family, protocol, port);
  }

  /**
   * Writes the request from the buffer's beginning on.
   *
   * @param out a buffer in the machine's byte order
   * @param sequence a number by which the reply is known
   * @return how many bytes it has
   */
  int encode(ByteBuffer out, int sequence) {
    int end = HEADER + type.bodyLength;
    int length = end + (namesProtocol() ? PROTOCOL_ATTRIBUTE_LENGTH : 0);
    for (int i = 0; i < length; i++) {
      out.put(i, (byte) 0);
    }
    out.putInt(0, length);
    out.putShort(4, type.number);
    out.putShort(6, REQUEST_DUMP);
    out.putInt(8, sequence);
    out.put(HEADER, (byte) family);
    int states = protocol == Protocol.TCP ? 1 << TCP_LISTEN : ALL_STATES;
    if (type == Type.LEGACY) {
      putPort(out, HEADER + 4);
      out.putInt(HEADER + 52, states);
      if (namesProtocol()) {
        out.putShort(end, (short) PROTOCOL_ATTRIBUTE_LENGTH);
        out.putShort(end + 2, (short) PROTOCOL_ATTRIBUTE);
        out.putInt(end + 4, IPPROTO_UDP);
      }
    } else {
      out.put(HEADER + 1, (byte) (protocol == Protocol.TCP ? IPPROTO_TCP : IPPROTO_UDP));
      out.putInt(HEADER + 4, states);
      putPort(out, HEADER + 8);
    }
    return length;
  }

  /** The old request is one for TCP, unless it says otherwise. */
  private boolean namesProtocol() {
    return type == Type.LEGACY && protocol == Protocol.UDP;
  }

  private void putPort(ByteBuffer out, int offset) {
    short networkOrder =
        out.order() == ByteOrder.BIG_ENDIAN ? (short) port : Short.reverseBytes((short) port);
    out.putShort(offset, networkOrder);
  }
}
