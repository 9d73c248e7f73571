package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ListeningPortsTest {

  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  @TempDir Path folder;

  @Test
  void listeningPorts_areThoseOfTheRangeThatListen_inOrder() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int closed;
    try (ServerSocket idle = new ServerSocket()) {
      idle.bind(new InetSocketAddress(loopback, 0), 1);
      closed = idle.getLocalPort();
    }
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getByAddress(IPV6_LOOPBACK));
        PortManager all = PortManagers.builder().range(1, 65_535).registry(folder).build();
        PortManager single = of(one.getLocalPort())) {
      SortedSet<Integer> ports = all.listeningPorts();
      assertThat(ports).contains(one.getLocalPort(), two.getLocalPort()).doesNotContain(closed);
      assertThat(List.copyOf(ports)).isSorted();
      assertThat(single.listeningPorts()).containsExactly(one.getLocalPort());
    }
  }

  private PortManager of(int port) {
    return PortManagers.builder().range(port, port).registry(folder).build();
  }
}
