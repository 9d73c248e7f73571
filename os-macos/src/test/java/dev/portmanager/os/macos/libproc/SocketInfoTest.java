package dev.portmanager.os.macos.libproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Protocol;
import dev.portmanager.os.macos.Layout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketInfoTest {

  private static final String STRUCT = "socket_fdinfo";
  private static final String IN = "psi.soi_proto.pri_in.";

  private final ByteBuffer info =
      ByteBuffer.allocate(Layout.size(STRUCT)).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void struct_hasTheSizeThatTheCallMustReturn() {
    assertThat(SocketInfo.SIZE).isEqualTo(Layout.size(STRUCT)).isEqualTo(792);
    assertThat((long) SocketInfo.FLAVOR).isEqualTo(Layout.constant("PROC_PIDFDSOCKETINFO"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 80, 255, 256, 257, 8050, 32_767, 32_768, 65_280, 65_534, 65_535})
  void port_isReadFromNetworkOrder(int port) throws Exception {
    tcp("TSI_S_LISTEN", port);
    v4("127.0.0.1");
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(port);
    assertThat(SocketInfo.listeningPort(info, Protocol.UDP)).isEqualTo(SocketInfo.NONE);
    assertThat(SocketInfo.address(info, port).getPort()).isEqualTo(port);
  }

  @Test
  void upperHalfOfThePortsField_isNoPartOfThePort() throws Exception {
    tcp("TSI_S_LISTEN", 8050);
    v4("127.0.0.1");
    int at = Layout.offset(STRUCT, IN + "insi_lport");
    info.putInt(at, info.getInt(at) | 0xABCD_0000);
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(8050);
  }

  @Test
  void unboundSocket_isNoListener() throws Exception {
    tcp("TSI_S_LISTEN", 0);
    v4("0.0.0.0");
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(SocketInfo.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TSI_S_CLOSED", "TSI_S_SYN_SENT", "TSI_S_ESTABLISHED", "TSI_S_TIME_WAIT"})
  void tcpSocketInAnotherState_isNoListener(String state) throws Exception {
    tcp(state, 8050);
    v4("127.0.0.1");
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(SocketInfo.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOCKINFO_GENERIC", "SOCKINFO_UN", "SOCKINFO_NDRV", "SOCKINFO_KERN_CTL"})
  void socketOfAnotherKind_isNoListener(String kind) throws Exception {
    tcp("TSI_S_LISTEN", 8050);
    v4("127.0.0.1");
    put("psi.soi_kind", Layout.constant(kind));
    for (Protocol protocol : Protocol.values()) {
      assertThat(SocketInfo.listeningPort(info, protocol)).isEqualTo(SocketInfo.NONE);
    }
  }

  @Test
  void udpSocket_isOne_andARawSocketIsNot() throws Exception {
    port(53);
    v4("127.0.0.1");
    put("psi.soi_kind", Layout.constant("SOCKINFO_IN"));
    put("psi.soi_protocol", Layout.constant("IPPROTO_UDP"));
    assertThat(SocketInfo.listeningPort(info, Protocol.UDP)).isEqualTo(53);
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(SocketInfo.NONE);
    put("psi.soi_protocol", 1); // ICMP
    assertThat(SocketInfo.listeningPort(info, Protocol.UDP)).isEqualTo(SocketInfo.NONE);
  }

  @Test
  void ipv4Address_isReadFromBehindThePadding() throws Exception {
    v4("192.0.2.255");
    assertThat(address()).isEqualTo(InetAddress.getByName("192.0.2.255"));
  }

  @Test
  void ipv6Address_isReadWhole() throws Exception {
    v6("2001:db8::ff00:1", Layout.constant("INI_IPV6"));
    assertThat(address()).isEqualTo(InetAddress.getByName("2001:db8::ff00:1"));
  }

  @Test
  void dualStackWildcard_isTheIpv6Wildcard() throws Exception {
    v6("::", Layout.constant("INI_IPV6") | Layout.constant("INI_IPV4"));
    assertThat(address()).isEqualTo(InetAddress.getByName("::"));
  }

  @Test
  void ipv4AddressInAnIpv6One_isGivenAsIpv4() throws Exception {
    int at = Layout.offset(STRUCT, IN + "insi_laddr");
    info.put(at + 10, new byte[] {-1, -1, 127, 0, 0, 1});
    vflag(Layout.constant("INI_IPV6"));
    assertThat(address()).isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  @Test
  void socket_isRead() {
    info.putLong(Layout.offset(STRUCT, "psi.soi_so"), 0xFFFF_FF80_1234_5678L);
    assertThat(SocketInfo.socket(info)).isEqualTo(0xFFFF_FF80_1234_5678L);
  }

  @Test
  void zeroBuffer_isNoListener() {
    assertThat(SocketInfo.listeningPort(info, Protocol.TCP)).isEqualTo(SocketInfo.NONE);
    assertThat(SocketInfo.listeningPort(info, Protocol.UDP)).isEqualTo(SocketInfo.NONE);
  }

  @Test
  void randomBuffers_giveAPortOnlyIfEveryFieldSaysSo() {
    Random random = new Random(7);
    byte[] bytes = new byte[info.capacity()];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(bytes);
      info.put(0, bytes);
      for (Protocol protocol : Protocol.values()) {
        // The kinds and states are 32 bits each: none of the seed's buffers has the right ones.
        assertThat(SocketInfo.listeningPort(info, protocol)).isEqualTo(SocketInfo.NONE);
      }
    }
  }

  private InetAddress address() {
    return SocketInfo.address(info, 1).getAddress();
  }

  private void tcp(String state, int port) {
    port(port);
    put("psi.soi_kind", Layout.constant("SOCKINFO_TCP"));
    put("psi.soi_protocol", Layout.constant("IPPROTO_TCP"));
    put("psi.soi_proto.pri_tcp.tcpsi_state", Layout.constant(state));
  }

  private void port(int port) {
    put(IN + "insi_lport", (port & 0xFF) << 8 | port >> 8);
  }

  private void v4(String address) throws Exception {
    info.put(
        Layout.offset(STRUCT, IN + "insi_laddr.ina_46.i46a_addr4"),
        InetAddress.getByName(address).getAddress());
    vflag(Layout.constant("INI_IPV4"));
  }

  private void v6(String address, long vflag) throws Exception {
    info.put(Layout.offset(STRUCT, IN + "insi_laddr"), InetAddress.getByName(address).getAddress());
    vflag(vflag);
  }

  private void vflag(long flags) {
    info.put(Layout.offset(STRUCT, IN + "insi_vflag"), (byte) flags);
  }

  private void put(String field, long value) {
    info.putInt(Layout.offset(STRUCT, field), (int) value);
  }
}
