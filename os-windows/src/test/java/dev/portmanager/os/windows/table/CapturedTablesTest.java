package dev.portmanager.os.windows.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables as iphlpapi gave them to a Windows JVM under Wine 10, stored by TableCapture. */
class CapturedTablesTest {

  private static final ListenerQuery ALL =
      ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.TCP, Protocol.UDP);

  /** The process that made the sockets and stored the tables. */
  private static final long PID = 32;

  private static byte[] captured(RowLayout layout) throws IOException {
    String name = layout.name().toLowerCase(Locale.ROOT) + ".bin";
    try (InputStream bytes = CapturedTablesTest.class.getResourceAsStream(name)) {
      return bytes.readAllBytes();
    }
  }

  private static List<SocketRow> decode(byte[] table, RowLayout layout) {
    List<SocketRow> rows = new ArrayList<>();
    TableDecoder.decode(ByteBuffer.wrap(table), layout, ALL, rows);
    return rows;
  }

  private static SocketRow row(Protocol protocol, String address, int port) throws IOException {
    return new SocketRow(protocol, InetAddress.getByName(address), port, PID, OptionalLong.empty());
  }

  @Test
  void socketsOfIpv4AreDecoded() throws IOException {
    assertThat(decode(captured(RowLayout.TCP4), RowLayout.TCP4))
        .containsExactly(row(Protocol.TCP, "127.0.0.1", 18_060));
    assertThat(decode(captured(RowLayout.UDP4), RowLayout.UDP4))
        .containsExactly(row(Protocol.UDP, "127.0.0.1", 18_064));
  }

  /** Java's usual socket on 127.0.0.1 is in the table of IPv6, as ::ffff:127.0.0.1. */
  @Test
  void socketsOfIpv6AreDecoded_mappedOnesToTheirIpv4Address() throws IOException {
    assertThat(decode(captured(RowLayout.TCP6), RowLayout.TCP6))
        .containsExactly(
            row(Protocol.TCP, "::1", 18_061),
            row(Protocol.TCP, "127.0.0.1", 18_062),
            row(Protocol.TCP, "::", 18_063));
    assertThat(decode(captured(RowLayout.UDP6), RowLayout.UDP6))
        .containsExactly(row(Protocol.UDP, "::1", 18_065));
  }

  /** As Windows shows a Java server: 0.0.0.0 beside ::, where Wine has one row. */
  @Test
  void serverInBothTablesIsOneListener() throws IOException {
    byte[] ipv4 = captured(RowLayout.TCP4);
    Arrays.fill(ipv4, RowLayout.TCP4.header + 4, RowLayout.TCP4.header + 8, (byte) 0);
    ipv4[RowLayout.TCP4.header + 9] = (byte) 0x8f; // port 18063
    List<SocketRow> rows = new ArrayList<>(decode(ipv4, RowLayout.TCP4));
    assertThat(rows).containsExactly(row(Protocol.TCP, "0.0.0.0", 18_063));
    rows.addAll(decode(captured(RowLayout.TCP6), RowLayout.TCP6));
    assertThat(SocketTables.withoutDoubles(rows))
        .hasSize(3)
        .doesNotContain(row(Protocol.TCP, "0.0.0.0", 18_063))
        .contains(row(Protocol.TCP, "::", 18_063));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "(TCP|UDP).")
  void tableCutShortAnywhereIsRefused(RowLayout layout) throws IOException {
    byte[] table = captured(layout);
    for (int length = 0; length < table.length; length++) {
      byte[] cut = Arrays.copyOf(table, length);
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> decode(cut, layout));
    }
  }
}
