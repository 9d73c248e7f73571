package dev.portmanager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ChildListenerTest {

  @Test
  void listens_onEachOfItsPorts() throws IOException {
    try (ChildListener child = ChildListener.builder().count(3).start()) {
      assertThat(child.ports()).hasSize(3).doesNotHaveDuplicates();
      for (int port : child.ports()) {
        assertConnects(Fixtures.LOOPBACK, port);
      }
    }
  }

  @Test
  void wildcard_takesBothFamilies() throws IOException {
    try (ChildListener child = ChildListener.builder().wildcard().start()) {
      assertConnects(Fixtures.LOOPBACK, child.port());
      if (ChildListener.supportsIpv6()) {
        assertConnects(Fixtures.IPV6_LOOPBACK, child.port());
      }
    }
  }

  @Test
  void ipv6Loopback_doesNotTakeIpv4() throws IOException {
    assumeTrue(ChildListener.supportsIpv6(), "no IPv6 here");
    try (ChildListener child = ChildListener.builder().address("::1").start()) {
      assertConnects(Fixtures.IPV6_LOOPBACK, child.port());
      assertRefused(child.port());
    }
  }

  @Test
  void udp_holdsItsPort() throws IOException {
    try (ChildListener child = ChildListener.builder().protocol(Protocol.UDP).start();
        DatagramChannel rival = DatagramChannel.open()) {
      assertThatThrownBy(() -> rival.bind(child.address())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void givenPort_isTheOneItListensOn() throws IOException {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, Fixtures.LOOPBACK)) {
      port = probe.getLocalPort();
    }
    try (ChildListener child = ChildListener.builder().port(port).start()) {
      assertThat(child.ports()).containsExactly(port);
      assertConnects(Fixtures.LOOPBACK, port);
    }
  }

  @Test
  void takenPort_failsWithTheWordsOfTheChild() {
    try (ChildListener child = ChildListener.builder().start()) {
      ChildListener.Builder rival = ChildListener.builder().port(child.port());
      assertThatThrownBy(rival::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("BindException");
    }
  }

  @Test
  void sharedPort_needsReusePortOnBothSides() {
    assumeTrue(ChildListener.supportsReusePort(), "no SO_REUSEPORT here");
    try (ChildListener one = ChildListener.builder().reusePort().start();
        ChildListener two = ChildListener.builder().reusePort().port(one.port()).start()) {
      assertThat(two.port()).isEqualTo(one.port());
      ChildListener.Builder rival = ChildListener.builder().port(one.port());
      assertThatThrownBy(rival::start).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closeSockets_givesThePortBack_andTheProcessGoesOn() throws IOException {
    try (ChildListener child = ChildListener.builder().start()) {
      child.closeSockets();
      assertRefused(child.port());
      child.exit(3);
      assertThat(child.awaitExit(Child.DEADLINE)).hasValue(3);
    }
  }

  @Test
  void endOfItsInput_endsIt_evenIfStubborn() {
    try (ChildListener plain = ChildListener.builder().start();
        ChildListener stubborn = ChildListener.builder().stubborn().start()) {
      plain.closeInput();
      stubborn.closeInput();
      assertThat(plain.awaitExit(Child.DEADLINE)).hasValue(0);
      assertThat(stubborn.awaitExit(Child.DEADLINE)).hasValue(0);
    }
  }

  @Test
  void end_ofTheJvmThatStartedIt_endsIt() throws Exception {
    List<String> command = Child.java();
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ParentMain.class.getName());
    ProcessHandle grandchild;
    try (Child parent = Child.start(new ProcessBuilder(command))) {
      long pid = Long.parseLong(parent.await("STARTED"));
      grandchild = ProcessHandle.of(pid).orElseThrow();
      assertThat(grandchild.isAlive()).isTrue();
    }
    assertThat(grandchild.onExit().get(Child.DEADLINE.toSeconds(), TimeUnit.SECONDS).isAlive())
        .isFalse();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where a process cannot be asked, only ended
  void stubborn_isAskedToEnd_andGoesOn() throws IOException {
    try (ChildListener child = ChildListener.builder().stubborn().start()) {
      assertThat(child.process().toHandle().destroy()).isTrue();
      child.awaitTerminationRequest();
      assertConnects(Fixtures.LOOPBACK, child.port());
      child.closeSockets();
      assertThat(child.process().isAlive()).isTrue();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // where a process cannot be asked, only ended
  void plain_endsWhenAsked() {
    try (ChildListener child = ChildListener.builder().start()) {
      assertThat(child.process().toHandle().destroy()).isTrue();
      assertThat(child.awaitExit(Child.DEADLINE)).isPresent();
    }
  }

  @Test
  void close_endsEvenAStubbornOne() {
    ChildListener child = ChildListener.builder().stubborn().start();
    child.close();
    child.close();
    assertThat(child.process().isAlive()).isFalse();
  }

  @Test
  void endedChild_isNotWaitedFor() {
    try (ChildListener child = ChildListener.builder().start()) {
      child.exit(0);
      assertThatThrownBy(child::awaitTerminationRequest)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ASKED");
    }
  }

  @Test
  void builder_refusesWhatIsOutOfBounds() {
    ChildListener.Builder builder = ChildListener.builder();
    assertThatThrownBy(() -> builder.port(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.count(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertConnects(InetAddress address, int port) throws IOException {
    try (Socket client = new Socket()) {
      int deadline = Math.toIntExact(Child.DEADLINE.toMillis());
      client.setSoTimeout(deadline);
      client.connect(new InetSocketAddress(address, port), deadline);
      assertThat(client.getInputStream().read()).isEqualTo('A');
    }
  }

  private static void assertRefused(int port) {
    InetSocketAddress address = new InetSocketAddress(Fixtures.LOOPBACK, port);
    assertThatThrownBy(
            () -> {
              try (Socket client = new Socket()) {
                client.connect(address, Math.toIntExact(Child.DEADLINE.toMillis()));
              }
            })
        .isInstanceOf(java.net.ConnectException.class);
  }
}
