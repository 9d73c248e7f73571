package dev.portmanager.os.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DiagRequestTest {

  @Test
  void legacyRequestOfUdp_namesTheProtocolBehindIt_andAsksForEveryState() {
    String udp = encoded(DiagRequest.legacyOfUdp(8080), ByteOrder.LITTLE_ENDIAN);
    String tcp = encoded(DiagRequest.legacy(8080), ByteOrder.LITTLE_ENDIAN);
    assertThat(udp).hasSize(2 * 84).startsWith("54000000").endsWith("0800030011000000");
    assertThat(udp.substring(2 * (16 + 52), 2 * (16 + 56))).isEqualTo("ffffffff");
    assertThat(udp.substring(8, 2 * (16 + 52))).isEqualTo(tcp.substring(8, 2 * (16 + 52)));
  }

  @Test
  void legacyRequest_hasTheBytesThatTheKernelExpects() {
    assertThat(encoded(DiagRequest.legacy(8080), ByteOrder.LITTLE_ENDIAN))
        .isEqualTo(
            "4c000000"
                + "1200"
                + "0103"
                + "07000000"
                + "00000000" // nlmsghdr
                + "02000000" // family, source and destination lengths, extensions
                + "1f900000"
                + "00".repeat(44) // sockid: port in network order
                + "00040000"
                + "00000000"); // 1 << LISTEN, dbs
  }

  @Test
  void requestByFamily_hasTheBytesThatTheKernelExpects() {
    DiagRequest request = DiagRequest.byFamily(DiagRequest.AF_INET6, Protocol.UDP, 53);
    assertThat(encoded(request, ByteOrder.LITTLE_ENDIAN))
        .isEqualTo(
            "48000000"
                + "1400"
                + "0103"
                + "07000000"
                + "00000000"
                + "0a110000" // family, protocol
                + "ffffffff" // states
                + "00350000"
                + "00".repeat(44));
  }

  @Test
  void port_isInNetworkOrder_onABigEndianMachineToo() {
    assertThat(encoded(DiagRequest.legacy(8080), ByteOrder.BIG_ENDIAN).substring(40, 48))
        .isEqualTo("1f900000");
  }

  @Test
  void encode_overwritesWhatTheBufferHeld() {
    ByteBuffer dirty = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    java.util.Arrays.fill(dirty.array(), (byte) 0xAA);
    int length = DiagRequest.legacy(1).encode(dirty, 7);
    assertThat(HexFormat.of().formatHex(dirty.array(), 0, length))
        .isEqualTo(encoded(DiagRequest.legacy(1), ByteOrder.LITTLE_ENDIAN));
  }

  private static String encoded(DiagRequest request, ByteOrder order) {
    ByteBuffer out = ByteBuffer.allocate(128).order(order);
    int length = request.encode(out, 7);
    return HexFormat.of().formatHex(out.array(), 0, length);
  }
}
