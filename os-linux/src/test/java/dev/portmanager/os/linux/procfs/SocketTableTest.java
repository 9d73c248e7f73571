package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.SocketRow;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTableTest {

  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode";
  private static final String LISTEN =
      "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0"
          + " 4711 1 0000000000000000 100 0 0 10 0";

  @Test
  void listener_isRead() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the line is of such a machine");
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    assertThat(SocketTable.parse(Protocol.TCP, LISTEN))
        .contains(new SocketRow(Protocol.TCP, address, 4711, 1001));
  }

  @Test
  void ipv6Listener_isRead() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the line is of such a machine");
    String line = LISTEN.replace("0100007F:", "00000000000000000000000001000000:");
    assertThat(SocketTable.parse(Protocol.TCP, line).orElseThrow().address().toString())
        .isEqualTo("/[0:0:0:0:0:0:0:1]:8080");
  }

  @Test
  void otherStates_areNoTcpListeners_butBoundUdpSocketsAre() {
    String line = LISTEN.replace(" 0A ", " 07 ");
    assertThat(SocketTable.parse(Protocol.TCP, line)).isEmpty();
    assertThat(SocketTable.parse(Protocol.UDP, line)).isPresent();
  }

  @Test
  void everyLineCutBeforeTheInode_isMalformed() {
    for (int length = 0; length < LISTEN.indexOf(" 4711") + 1; length++) {
      String cut = LISTEN.substring(0, length);
      assertThatThrownBy(() -> SocketTable.parse(Protocol.TCP, cut))
          .as("\"%s\"", cut)
          .isInstanceOf(MalformedProcFileException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0100007F:1F90G", "0100007:1F90", "0100007F1F90", "0100007F:FFFFF", ":"})
  void wrongAddress_isMalformed(String address) {
    String line = LISTEN.replace("0100007F:1F90", address);
    assertThatThrownBy(() -> SocketTable.parse(Protocol.TCP, line))
        .isInstanceOf(MalformedProcFileException.class);
  }

  @Test
  void header_isChecked() {
    SocketTable.requireHeader(HEADER);
    assertThatThrownBy(() -> SocketTable.requireHeader("Num RefCount Protocol Flags Type St"))
        .isInstanceOf(MalformedProcFileException.class);
  }
}
