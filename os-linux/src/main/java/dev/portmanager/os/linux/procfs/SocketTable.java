package dev.portmanager.os.linux.procfs;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.SocketRow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads a line of /proc/net/tcp, tcp6, udp, udp6: proc_pid_net(5). The way where netlink is refused
 * only: it takes the kernel a thousand times as long.
 */
public final class SocketTable {

  /** {@code TCP_LISTEN}, include/net/tcp_states.h. */
  private static final String LISTEN = "0A";

  private SocketTable() {}

  /**
   * Checks the first line of a table.
   *
   * @param line the line
   * @throws MalformedProcFileException if it names other columns
   */
  public static void requireHeader(String line) {
    String[] names = line.strip().split("\\s+", -1);
    if (names.length < 4
        || !names[1].equals("local_address")
        || !names[3].equals("st")
        || !line.contains(" uid ")
        || !line.contains(" inode")) {
      throw new MalformedProcFileException("the header of a socket table in /proc/net", line);
    }
  }

  /**
   * Reads a line after the first.
   *
   * @param protocol the table's protocol
   * @param line the line
   * @return the listener; empty for a TCP socket in another state
   * @throws MalformedProcFileException if it has another form
   */
  public static Optional<SocketRow> parse(Protocol protocol, String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length < 10) {
      throw new MalformedProcFileException("ten columns in a socket table in /proc/net", line);
    }
    if (protocol == Protocol.TCP && !fields[3].equals(LISTEN)) {
      return Optional.empty();
    }
    try {
      int colon = fields[1].lastIndexOf(':');
      InetAddress address = address(fields[1].substring(0, Math.max(colon, 0)));
      int port = Integer.parseInt(fields[1].substring(colon + 1), 16);
      InetSocketAddress local = new InetSocketAddress(address, port);
      return Optional.of(new SocketRow(protocol, local, number(fields[9]), number(fields[7])));
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw new MalformedProcFileException("address, uid and inode in a line of /proc/net", line);
    }
  }

  private static long number(String field) {
    return Integer.toUnsignedLong(Integer.parseUnsignedInt(field));
  }

  /** Each group of four bytes is printed as a number in the machine's byte order. */
  private static InetAddress address(String hex) throws UnknownHostException {
    if (hex.length() != 8 && hex.length() != 32) {
      throw new IllegalArgumentException("not an address: " + hex);
    }
    ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
    for (int i = 0; i < hex.length(); i += 8) {
      bytes.putInt(Integer.parseUnsignedInt(hex, i, i + 8, 16));
    }
    return InetAddress.getByAddress(bytes.array());
  }
}
