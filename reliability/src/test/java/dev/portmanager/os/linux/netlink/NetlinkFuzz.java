package dev.portmanager.os.linux.netlink;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import dev.portmanager.spi.ListenerQuery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One datagram of sock_diag. */
public final class NetlinkFuzz {

  private static final int SEQUENCE = 7;
  private static final ListenerQuery ALL =
      ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.values());

  private NetlinkFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    DiagRequest request =
        bytes.way(2) == 0
            ? DiagRequest.legacy(0)
            : DiagRequest.byFamily(DiagRequest.AF_INET6, Protocol.UDP, 0);
    List<SocketRow> rows = new ArrayList<>();
    ByteBuffer datagram = bytes.buffer(ByteOrder.nativeOrder());
    try {
      new DiagReply(request, SEQUENCE, ALL, rows).decode(datagram, datagram.capacity());
    } catch (MalformedReplyException | RefusedException e) {
      Harmless.requireMessage(e);
    }
    for (SocketRow row : rows) {
      Bytes.requirePort(row.address().getPort());
      Bytes.require(row.inode() >= 0 && row.userId() >= 0, "a row of " + row);
    }
  }
}
