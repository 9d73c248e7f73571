package dev.portmanager.core.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.portmanager.spi.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A probe that tries each specific address, as macOS needs, on whatever system this is. */
class PortProbeTest {

  private final Host host = mock(Host.class);

  @BeforeEach
  void tryEachAddress() {
    when(host.wildcardExcludesSpecific()).thenReturn(false);
  }

  @Test
  void listenerOnASpecificAddress_isSeen() throws Exception {
    try (ServerSocketChannel server = listener(InetAddress.getLoopbackAddress())) {
      assertThat(PortProbe.once(port(server), host)).isInstanceOf(ProbeResult.Busy.class);
    }
  }

  @Test
  void listenerOnTheWildcard_isSeen() throws Exception {
    try (ServerSocketChannel server = listener(null)) {
      assertThat(PortProbe.once(port(server), host)).isInstanceOf(ProbeResult.Busy.class);
    }
  }

  @Test
  void portOfNobody_isFree_onEveryAddress() throws Exception {
    int port;
    try (ServerSocketChannel server = listener(null)) {
      port = port(server);
    }
    assertThat(PortProbe.once(port, host)).isInstanceOf(ProbeResult.Free.class);
  }

  private static ServerSocketChannel listener(InetAddress address) throws Exception {
    return ServerSocketChannel.open().bind(new InetSocketAddress(address, 0), 1);
  }

  private static int port(ServerSocketChannel server) throws Exception {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }
}
