package dev.portmanager.os.windows.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableDecoderTest {

  private static final ListenerQuery ALL =
      ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.TCP, Protocol.UDP);

  private static final OptionalLong MADE_AT = OptionalLong.of(134_400_672_000_000_000L);

  private static final String MODULES = "00".repeat(128);

  /** 2026-11-25T08:00:00Z, in FILETIME's units. */
  private static final String TIME = "004022f8b27cdd01";

  /** One listener on 127.0.0.1:8055 of pid 516; the upper bytes of the ports are not defined. */
  private static final String TCP4 =
      "01000000ffffffff"
          + ("02000000" + "7f000001" + "1f77cdab" + "00000000" + "0000efbe" + "04020000")
          + (TIME + MODULES);

  /** As Java's default socket on 127.0.0.1:8055 appears: ::ffff:127.0.0.1. */
  private static final String TCP6_MAPPED =
      "0100000000000000"
          + "00000000000000000000ffff7f000001"
          + "00000000"
          + "1f770000"
          + "00000000000000000000000000000000"
          + "00000000"
          + "00000000"
          + "02000000"
          + "04020000"
          + (TIME + MODULES);

  private static final String UDP4 =
      "0100000000000000"
          + ("00000000" + "1f770000" + "04020000" + "ffffffff")
          + (TIME + "0100000000000000" + MODULES);

  /** The system does not say when it was made. */
  private static final String UDP6 =
      "0100000000000000"
          + ("00000000000000000000000000000001" + "00000000" + "1f770000" + "ffffffff" + "ffffffff")
          + ("0000000000000000" + "0100000000000000" + MODULES);

  private static final String ANY_TCP4 =
      "01000000" + "02000000" + "7f000001" + "1f77cdab" + "00000000" + "0000efbe" + "04020000";

  private static List<SocketRow> decode(RowLayout layout, String hex) {
    List<SocketRow> rows = new ArrayList<>();
    TableDecoder.decode(bytes(hex), layout, ALL, rows);
    return rows;
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static SocketRow row(Protocol protocol, String address, long pid) throws Exception {
    return row(protocol, address, pid, MADE_AT);
  }

  private static SocketRow row(Protocol protocol, String address, long pid, OptionalLong madeAt)
      throws Exception {
    return new SocketRow(protocol, InetAddress.getByName(address), 8055, pid, madeAt);
  }

  @Test
  void rowsOfEachTableAreDecoded() throws Exception {
    assertThat(decode(RowLayout.TCP4, TCP4)).containsExactly(row(Protocol.TCP, "127.0.0.1", 516));
    assertThat(decode(RowLayout.TCP6, TCP6_MAPPED))
        .containsExactly(row(Protocol.TCP, "127.0.0.1", 516));
    assertThat(decode(RowLayout.UDP4, UDP4)).containsExactly(row(Protocol.UDP, "0.0.0.0", 516));
    assertThat(decode(RowLayout.UDP6, UDP6))
        .containsExactly(row(Protocol.UDP, "::1", 0xFFFF_FFFFL, OptionalLong.empty()));
    assertThat(decode(RowLayout.ANY_TCP4, ANY_TCP4))
        .containsExactly(row(Protocol.TCP, "127.0.0.1", 516, OptionalLong.empty()));
  }

  @Test
  void rowsThatNobodyAskedForAreLeftOut() {
    List<SocketRow> rows = new ArrayList<>();
    TableDecoder.decode(
        bytes(TCP4), RowLayout.TCP4, ListenerQuery.ofPort(8056, Protocol.TCP), rows);
    TableDecoder.decode(
        bytes(TCP4), RowLayout.TCP4, ListenerQuery.ofPort(8055, Protocol.UDP), rows);
    assertThat(rows).isEmpty();
  }

  @Test
  void bytesBehindTheRowsAreNotLookedAt() {
    assertThat(decode(RowLayout.TCP4, TCP4 + "ffff")).hasSize(1);
    assertThat(decode(RowLayout.TCP4, "0000000000000000" + TCP4)).isEmpty();
  }

  @Test
  void hasPort_findsAnyRowWithThePort() {
    assertThat(TableDecoder.hasPort(bytes(ANY_TCP4), RowLayout.ANY_TCP4, 8055)).isTrue();
    assertThat(TableDecoder.hasPort(bytes(ANY_TCP4), RowLayout.ANY_TCP4, 8056)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyCutTableIsRefused(RowLayout layout) {
    byte[] whole = new byte[layout.header + 2 * layout.size];
    whole[0] = 2;
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(java.util.Arrays.copyOf(whole, length));
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> TableDecoder.decode(cut, layout, ALL, new ArrayList<>()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomBytesGiveRowsOfWholePorts_orATypedException(RowLayout layout) {
    Random random = new Random(4711);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(600)];
      random.nextBytes(bytes);
      if (bytes.length > 4 && random.nextBoolean()) {
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = 0;
      }
      List<SocketRow> rows = new ArrayList<>();
      try {
        TableDecoder.decode(ByteBuffer.wrap(bytes), layout, ALL, rows);
        assertThat(rows).allMatch(row -> row.port() > 0 && row.pid() >= 0);
      } catch (MalformedTableException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 1_999);
  }

  @Test
  void wildcardsOfBothFamiliesOfOneProcessAreOneListener() throws Exception {
    SocketRow ipv4 = row(Protocol.TCP, "0.0.0.0", 516);
    SocketRow ipv6 = row(Protocol.TCP, "::", 516);
    SocketRow another = row(Protocol.TCP, "0.0.0.0", 520);
    assertThat(SocketTables.withoutDoubles(List.of(ipv4, ipv6, another)))
        .containsExactly(ipv6, another);
    assertThat(SocketTables.withoutDoubles(List.of(ipv4))).containsExactly(ipv4);
  }

  @Test
  void rowsThatDifferInTheirTimeAloneAreOneListener_theLatest() throws Exception {
    SocketRow early = row(Protocol.TCP, "0.0.0.0", 516, OptionalLong.of(1));
    SocketRow late = row(Protocol.TCP, "0.0.0.0", 516, OptionalLong.of(2));
    SocketRow undated = row(Protocol.TCP, "0.0.0.0", 516, OptionalLong.empty());
    assertThat(SocketTables.withoutDoubles(List.of(early, late))).containsExactly(late);
    assertThat(SocketTables.withoutDoubles(List.of(late, early))).containsExactly(late);
    assertThat(SocketTables.withoutDoubles(List.of(late, undated))).containsExactly(undated);
  }

  @Test
  void timeThatIsNoneIsNotKnown() {
    String negative = TCP4.replace(TIME, "ffffffffffffffff");
    assertThat(decode(RowLayout.TCP4, negative).get(0).madeAt()).isEmpty();
  }
}
