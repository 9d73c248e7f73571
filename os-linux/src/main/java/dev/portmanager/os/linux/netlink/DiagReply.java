package dev.portmanager.os.linux.netlink;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Decodes the replies to one {@link DiagRequest}. Every length is checked against what was received
 * before a byte is used.
 *
 * <p>{@code struct nlmsghdr}: u32 len (0), u16 type (4), u16 flags (6), u32 seq (8), u32 pid (12);
 * size 16. {@code struct inet_diag_msg}: u8 family (0), u8 state (1), u8 timer (2), u8 retrans (3),
 * be16 sport (4), be16 dport (6), be32 src[4] (8), be32 dst[4] (24), u32 if (40), u32 cookie[2]
 * (44), u32 expires (52), u32 rqueue (56), u32 wqueue (60), u32 uid (64), u32 inode (68); size 72.
 * Behind it attributes, {@code struct rtattr}: u16 len (0), u16 type (2), then what it holds; each
 * starts at a multiple of 4.
 */
final class DiagReply {

  private static final int HEADER = 16;
  private static final int MESSAGE = 72;
  private static final int NLMSG_NOOP = 1;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_DUMP_INTR = 0x10;

  /** {@code INET_DIAG_CGROUP_ID}, a u64; Linux 5.9. */
  private static final int GROUP_ID = 21;

  private static final int ATTRIBUTE = 4;
  private static final int LINK_LOCAL = 0xFE80;

  private final DiagRequest request;
  private final int sequence;
  private final ListenerQuery query;
  private final List<SocketRow> rows;
  private boolean interrupted;

  /**
   * Creates a decoder.
   *
   * @param request what was asked
   * @param sequence the number that the replies must have
   * @param query which ports to report
   * @param rows gets each listener
   */
  DiagReply(DiagRequest request, int sequence, ListenerQuery query, List<SocketRow> rows) {
    this.request = request;
    this.sequence = sequence;
    this.query = query;
    this.rows = rows;
  }

  /** Tells whether the kernel's table changed during the dump, so that rows may be missing. */
  boolean isInterrupted() {
    return interrupted;
  }

  /**
   * Decodes one datagram.
   *
   * @param bytes a buffer in the machine's byte order that starts with it
   * @param length how long it is
   * @return true if the dump ends with it
   * @throws MalformedReplyException if it has another form
   * @throws RefusedException if the kernel answers with an error
   */
  boolean decode(ByteBuffer bytes, int length) throws RefusedException {
    if (length < HEADER || length > bytes.capacity()) {
      throw new MalformedReplyException("a datagram of " + length + " bytes");
    }
    int at = 0;
    while (at < length) {
      int size = messageSize(bytes, at, length);
      int type = Short.toUnsignedInt(bytes.getShort(at + 4));
      interrupted |= (bytes.getShort(at + 6) & NLM_F_DUMP_INTR) != 0;
      if (type == NLMSG_DONE) {
        return true;
      }
      if (type == NLMSG_ERROR) {
        throw error(bytes, at, size);
      }
      if (type != NLMSG_NOOP) {
        row(bytes, at, size, type);
      }
      at += size + 3 & ~3;
    }
    return false;
  }

  private int messageSize(ByteBuffer bytes, int at, int length) {
    int size = length - at < HEADER ? 0 : bytes.getInt(at);
    if (size < HEADER || size > length - at) {
      throw new MalformedReplyException(
          "a message of " + size + " bytes at " + at + " of " + length);
    }
    if (bytes.getInt(at + 8) != sequence) {
      throw new MalformedReplyException(
          "sequence number " + bytes.getInt(at + 8) + " in place of " + sequence);
    }
    return size;
  }

  private static RefusedException error(ByteBuffer bytes, int at, int size) {
    if (size < HEADER + 4) {
      throw new MalformedReplyException("an error without its number");
    }
    return new RefusedException("sock_diag", -bytes.getInt(at + HEADER));
  }

  private void row(ByteBuffer bytes, int at, int size, int type) {
    int message = at + HEADER;
    if (size < HEADER + MESSAGE) {
      throw new MalformedReplyException("a socket of " + size + " bytes, type " + type);
    }
    int family = bytes.get(message);
    if (family != DiagRequest.AF_INET && family != DiagRequest.AF_INET6) {
      throw new MalformedReplyException("a socket of address family " + family);
    }
    int port =
        Byte.toUnsignedInt(bytes.get(message + 4)) << 8
            | Byte.toUnsignedInt(bytes.get(message + 5));
    if (port == 0 || !isWanted(port)) {
      return;
    }
    Protocol protocol = request.protocol();
    long inode = Integer.toUnsignedLong(bytes.getInt(message + 68));
    long userId = Integer.toUnsignedLong(bytes.getInt(message + 64));
    InetAddress address = address(bytes, message, family);
    long group = groupId(bytes, message + MESSAGE, message - HEADER + size);
    rows.add(new SocketRow(protocol, new InetSocketAddress(address, port), inode, userId, group));
  }

  private static long groupId(ByteBuffer bytes, int start, int end) {
    int at = start;
    while (end - at >= ATTRIBUTE) {
      int length = Short.toUnsignedInt(bytes.getShort(at));
      if (length < ATTRIBUTE || length > end - at) {
        throw new MalformedReplyException("an attribute of " + length + " bytes of " + (end - at));
      }
      if (bytes.getShort(at + 2) == GROUP_ID && length >= ATTRIBUTE + Long.BYTES) {
        return bytes.getLong(at + ATTRIBUTE);
      }
      at += length + 3 & ~3;
    }
    return 0;
  }

  private boolean isWanted(int port) {
    for (PortRange range : query.ranges()) {
      if (range.contains(port)) {
        return true;
      }
    }
    return false;
  }

  private static InetAddress address(ByteBuffer bytes, int message, int family) {
    byte[] address = new byte[family == DiagRequest.AF_INET ? 4 : 16];
    bytes.get(message + 8, address);
    int device = bytes.getInt(message + 40);
    try {
      boolean linkLocal =
          address.length == 16
              && (((address[0] & 0xFF) << 8) | (address[1] & 0xC0)) == LINK_LOCAL
              && device > 0;
      return linkLocal
          ? Inet6Address.getByAddress(null, address, device)
          : InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
