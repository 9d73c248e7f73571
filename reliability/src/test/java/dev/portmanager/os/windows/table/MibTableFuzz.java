package dev.portmanager.os.windows.table;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import dev.portmanager.spi.ListenerQuery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What GetExtendedTcpTable and GetExtendedUdpTable give. */
public final class MibTableFuzz {

  private static final ListenerQuery ALL =
      ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.values());

  private MibTableFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    RowLayout layout = List.of(RowLayout.values()).get(bytes.way(4));
    ByteBuffer table = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
    List<SocketRow> rows = new ArrayList<>();
    try {
      TableDecoder.decode(table, layout, ALL, rows);
      TableDecoder.hasPort(table, layout, 80);
    } catch (MalformedTableException e) {
      Harmless.requireMessage(e);
      Bytes.require(rows.isEmpty(), "rows of a table that is refused");
    }
    for (SocketRow row : SocketTables.withoutDoubles(rows)) {
      Bytes.requirePort(row.port());
      Bytes.requirePid(row.pid());
    }
  }
}
