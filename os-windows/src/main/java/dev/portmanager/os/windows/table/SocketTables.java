package dev.portmanager.os.windows.table;

import com.sun.jna.Memory;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.spi.ListenerQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the system's tables of sockets: GetExtendedTcpTable and GetExtendedUdpTable, Microsoft
 * Learn. They need no privilege. Safe for use by several threads: each call has its own buffer.
 */
public final class SocketTables {

  /** Enough for some hundred rows; a larger table says how much it needs. */
  private static final int FIRST_SIZE = 16_384;

  /** The table may grow between two calls; one that never stops growing is given up. */
  private static final int ATTEMPTS = 16;

  private final Win32 win32;
  private volatile int lastSize = FIRST_SIZE;

  /**
   * Creates a reader.
   *
   * @param win32 the native libraries
   */
  public SocketTables(Win32 win32) {
    this.win32 = win32;
  }

  /**
   * Returns the sockets that listen, each once.
   *
   * <p>A dual-stack socket may be listed in the table of IPv6 alone or, on the wildcard address, in
   * both: where one process has {@code 0.0.0.0} and {@code ::} of one port, the latter stands for
   * both.
   *
   * @param query which ones
   * @return a new list
   * @throws dev.portmanager.NativeCallException if a table cannot be read
   */
  public List<SocketRow> listeners(ListenerQuery query) {
    List<SocketRow> rows = new ArrayList<>();
    for (RowLayout layout : RowLayout.values()) {
      if (layout.isOfListeners() && query.protocols().contains(layout.protocol)) {
        rows.addAll(read(layout, table -> rows(table, layout, query)));
      }
    }
    return withoutDoubles(rows);
  }

  private static List<SocketRow> rows(ByteBuffer table, RowLayout layout, ListenerQuery query) {
    List<SocketRow> rows = new ArrayList<>();
    TableDecoder.decode(table, layout, query, rows);
    return rows;
  }

  /** Of several that differ in their time alone, the latest stands for all. */
  static List<SocketRow> withoutDoubles(List<SocketRow> all) {
    Map<SocketRow, SocketRow> rows = new LinkedHashMap<>();
    all.forEach(row -> rows.merge(row.undated(), row, SocketRow::later));
    List<SocketRow> result = new ArrayList<>(rows.size());
    for (SocketRow row : rows.values()) {
      boolean ipv4Wildcard = row.address().isAnyLocalAddress() && isIpv4(row);
      if (!ipv4Wildcard || rows.values().stream().noneMatch(other -> isDualOf(row, other))) {
        result.add(row);
      }
    }
    return result;
  }

  private static boolean isDualOf(SocketRow row, SocketRow other) {
    return other.port() == row.port()
        && other.pid() == row.pid()
        && other.protocol() == row.protocol()
        && other.address().isAnyLocalAddress()
        && !isIpv4(other);
  }

  private static boolean isIpv4(SocketRow row) {
    return row.address() instanceof java.net.Inet4Address;
  }

  /**
   * Tells whether any TCP socket has a port as its local one, whatever its state.
   *
   * @param port 1 to 65535
   * @return true if so
   * @throws dev.portmanager.NativeCallException if a table cannot be read
   */
  public boolean isAnySocketAt(int port) {
    return hasPort(RowLayout.ANY_TCP4, port) || hasPort(RowLayout.ANY_TCP6, port);
  }

  private boolean hasPort(RowLayout layout, int port) {
    return read(layout, table -> TableDecoder.hasPort(table, layout, port));
  }

  /** Decodes a table while its memory is there: it is given back at once, not when garbage is. */
  private <T> T read(RowLayout layout, Function<ByteBuffer, T> decoder) {
    int[] size = {lastSize};
    int code = WinError.INSUFFICIENT_BUFFER;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int capacity = size[0];
      try (Memory buffer = new Memory(capacity)) {
        code = call(layout, buffer, size);
        if (code == 0) {
          return decoder.apply(buffer.getByteBuffer(0, capacity));
        }
      }
      if (code != WinError.INSUFFICIENT_BUFFER) {
        break;
      }
      // Room for what is added before the next call.
      size[0] = Math.max(size[0], capacity) + capacity / 4;
      lastSize = size[0];
    }
    String function =
        layout.protocol == Protocol.TCP ? "GetExtendedTcpTable" : "GetExtendedUdpTable";
    throw WinError.failure(win32.kernel32().get(), function, code, "the table of " + layout);
  }

  private int call(RowLayout layout, Memory buffer, int[] size) {
    IpHlpApi api = win32.ipHlpApi().get();
    return layout.protocol == Protocol.TCP
        ? api.GetExtendedTcpTable(buffer, size, false, layout.family, layout.tableClass, 0)
        : api.GetExtendedUdpTable(buffer, size, false, layout.family, layout.tableClass, 0);
  }
}
