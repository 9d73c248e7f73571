package dev.portmanager.os.windows.table;

import dev.portmanager.spi.ListenerQuery;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.OptionalLong;

/** Decodes tables of sockets. Pure; makes no object of a row that nobody asked for. */
final class TableDecoder {

  private TableDecoder() {}

  /**
   * Adds the rows that a query asks for.
   *
   * @param table the bytes; those behind the rows are not looked at
   * @throws MalformedTableException if the bytes end before the rows do
   */
  static void decode(
      ByteBuffer table, RowLayout layout, ListenerQuery query, Collection<SocketRow> into) {
    ByteBuffer bytes = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int rows = rows(bytes, layout);
    for (int i = 0; i < rows; i++) {
      int at = layout.header + i * layout.size;
      int port = port(bytes, at + layout.port);
      if (port != 0 && query.matches(layout.protocol, port)) {
        long pid = Integer.toUnsignedLong(bytes.getInt(at + layout.pid));
        into.add(
            new SocketRow(
                layout.protocol, address(bytes, layout, at), port, pid, madeAt(bytes, layout, at)));
      }
    }
  }

  /**
   * Tells whether any row has a port, whatever its state.
   *
   * @throws MalformedTableException if the bytes end before the rows do
   */
  static boolean hasPort(ByteBuffer table, RowLayout layout, int port) {
    ByteBuffer bytes = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int rows = rows(bytes, layout);
    for (int i = 0; i < rows; i++) {
      if (port(bytes, layout.header + i * layout.size + layout.port) == port) {
        return true;
      }
    }
    return false;
  }

  private static int rows(ByteBuffer bytes, RowLayout layout) {
    if (bytes.capacity() < layout.header) {
      throw new MalformedTableException(
          "a table of " + layout, "it has " + bytes.capacity() + " bytes and no number of rows");
    }
    long rows = Integer.toUnsignedLong(bytes.getInt(0));
    if (layout.header + rows * layout.size > bytes.capacity()) {
      throw new MalformedTableException(
          "a table of " + layout,
          "it claims " + rows + " rows but has only " + bytes.capacity() + " bytes");
    }
    return (int) rows;
  }

  private static OptionalLong madeAt(ByteBuffer bytes, RowLayout layout, int row) {
    long madeAt = layout.madeAt.isPresent() ? bytes.getLong(row + layout.madeAt.getAsInt()) : 0;
    return madeAt > 0 ? OptionalLong.of(madeAt) : OptionalLong.empty();
  }

  private static int port(ByteBuffer bytes, int at) {
    return (bytes.get(at) & 0xFF) << 8 | (bytes.get(at + 1) & 0xFF);
  }

  private static InetAddress address(ByteBuffer bytes, RowLayout layout, int row) {
    byte[] address = new byte[layout.addressLength()];
    bytes.get(row + layout.address, address);
    try {
      // Turns ::ffff:127.0.0.1, which a dual-stack socket has, into 127.0.0.1.
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + address.length + " bytes", e);
    }
  }
}
