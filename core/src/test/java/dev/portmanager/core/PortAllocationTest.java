package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.Ownership;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.spi.PortManagerSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortAllocationTest {

  private static final long STRANGER = 999_999;

  @TempDir Path folder;
  private final SimulatedBackEnd backEnd = new SimulatedBackEnd();
  private PortRange range;
  private PortManager manager;

  @BeforeEach
  void openManager() {
    range = FreeWindow.of(5);
    manager = open(range, Set.of(), Duration.ofSeconds(2));
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private PortManager open(PortRange ports, Set<Integer> excluded, Duration cooldown) {
    return new DefaultPortManager(
        new PortManagerSettings(
            ports,
            Optional.of(folder.resolve("r")),
            excluded,
            cooldown,
            "test",
            Optional.of(backEnd)));
  }

  private ServerSocket strangerOn(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    backEnd.listens(port, STRANGER, "stranger");
    return socket;
  }

  private static InetAddress ipv6Loopback() throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  @Test
  void applicationGetsItsPortAgainAndOthersGetOthers() {
    int web = manager.getUniquePort("web");

    assertThat(range.contains(web)).isTrue();
    assertThat(manager.getUniquePort("web")).isEqualTo(web);
    assertThat(manager.getUniquePort("api")).isNotEqualTo(web);
    assertThat(manager.getAppPorts()).hasSize(2).containsEntry("web", web);
    assertThat(backEnd.lookUps()).as("look-ups for free ports").isZero();
  }

  @Test
  void applicationWhoseServerListensKeepsItsPort() throws IOException {
    PortLease lease = manager.lease("web");
    try (ServerSocketChannel server = lease.open()) {
      assertThat(server.socket().getLocalPort()).isEqualTo(lease.port());
      assertThat(server.socket().getInetAddress().isAnyLocalAddress()).isTrue();
      assertThat(manager.getUniquePort("web")).isEqualTo(lease.port());
    }
  }

  @Test
  void applicationWhoseOwnProcessListensKeepsItsPort() throws IOException {
    int port = manager.getUniquePort("web");
    try (ServerSocket own = new ServerSocket(port)) {
      backEnd.listens(own.getLocalPort(), ProcessHandle.current().pid(), "java");

      assertThat(manager.getUniquePort("web")).isEqualTo(port);
    }
  }

  @Test
  void applicationWhosePortAStrangerTookGetsAnother() throws IOException {
    int port = manager.getUniquePort("web");
    try (ServerSocket stranger = strangerOn(port)) {
      int next = manager.getUniquePort("web");

      assertThat(next).isNotEqualTo(stranger.getLocalPort());
      assertThat(manager.getAppPorts()).containsExactly(java.util.Map.entry("web", next));
      assertThat(manager.leases()).extracting(LeaseInfo::port).containsExactly(next);
    }
  }

  @Test
  void busyPortsAreNeverGivenOut() throws IOException {
    try (ServerSocket one = strangerOn(range.min());
        ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(ipv6Loopback(), range.max()));
      for (String app : List.of("a", "b", "c")) {
        assertThat(manager.getUniquePort(app)).isNotIn(one.getLocalPort(), other.getLocalPort());
      }
    }
  }

  @Test
  void fullRangeSaysWhoHoldsIt() throws IOException {
    try (ServerSocket stranger = strangerOn(range.max())) {
      for (int app = 1; app < range.size(); app++) {
        manager.getUniquePort("app" + app);
      }
      NoFreePortException full =
          catchThrowableOfType(NoFreePortException.class, () -> manager.getUniquePort("late"));

      assertThat(full.range()).isEqualTo(range);
      assertThat(full.count(PortState.LEASED)).isEqualTo(4);
      assertThat(full.count(PortState.IN_USE)).isEqualTo(1);
      assertThat(full)
          .hasMessageContaining("4 leased")
          .hasMessageContaining("1 in use")
          .hasMessageContaining("0 forbidden")
          .hasMessageContaining("app1")
          .hasMessageContaining(stranger.getLocalPort() + " in use by pid 999999 (stranger)");
    }
  }

  @Test
  void releasedPortIsGivenToOthersOnlyWhenNoneElseIsLeft() {
    int web = manager.getUniquePort("web");
    assertThat(manager.releasePort("web")).isTrue();
    assertThat(manager.releasePort("web")).isFalse();

    for (int app = 1; app < range.size(); app++) {
      assertThat(manager.getUniquePort("app" + app)).isNotEqualTo(web);
    }
    assertThat(manager.getUniquePort("last")).isEqualTo(web);
  }

  @Test
  void applicationComesBackToThePortItHadLast() {
    int web = manager.getUniquePort("web");
    manager.close();
    try (PortManager next = open(range, Set.of(), Duration.ofSeconds(2))) {
      assertThat(next.lastPort("web")).hasValue(web);
      assertThat(next.getUniquePort("api")).isNotEqualTo(web);
      assertThat(next.getUniquePort("web")).isEqualTo(web);
    }
  }

  @Test
  void excludedPortsAreNotGivenOut() {
    int only = range.min() + 2;
    Set<Integer> others = Set.of(only - 2, only - 1, only + 1, only + 2);
    try (PortManager picky = open(range, others, Duration.ZERO)) {
      assertThat(picky.getUniquePort("web")).isEqualTo(only);
      assertThatThrownBy(() -> picky.getUniquePort("api"))
          .isInstanceOf(NoFreePortException.class)
          .hasMessageContaining("4 forbidden");
    }
  }

  @Test
  void preferredPortIsTakenIfItCanBeHad() {
    LeaseRequest request = LeaseRequest.builder("web").preferredPort(range.max()).build();

    assertThat(manager.lease(request).port()).isEqualTo(range.max());
    assertThat(manager.lease(LeaseRequest.builder("api").preferredPort(range.max()).build()).port())
        .isNotEqualTo(range.max());
  }

  @Test
  void strictRequestGetsItsPortOrAnExceptionThatNamesTheHolder() throws IOException {
    int port = range.min();
    LeaseRequest strict = LeaseRequest.builder("web").preferredPort(port).strict(true).build();
    try (ServerSocket stranger = strangerOn(port)) {
      PortUnavailableException refused =
          catchThrowableOfType(PortUnavailableException.class, () -> manager.lease(strict));
      assertThat(refused.status().state()).isEqualTo(PortState.IN_USE);
      assertThat(refused)
          .hasMessageContaining(stranger.getLocalPort() + "")
          .hasMessageContaining("pid 999999 (stranger)");
    }
    assertThat(manager.lease(strict).port()).isEqualTo(port);
  }

  @Test
  void strictRequestMovesAnApplicationThatHasAnotherPort() {
    int before = manager.getUniquePort("web");
    int wanted = before == range.min() ? range.max() : range.min();

    PortLease moved =
        manager.lease(LeaseRequest.builder("web").preferredPort(wanted).strict(true).build());

    assertThat(moved.port()).isEqualTo(wanted);
    assertThat(manager.leases()).extracting(LeaseInfo::port).containsExactly(wanted);
  }

  @Test
  void preferredPortOutsideOfTheRangeIsRefused() {
    LeaseRequest outside = LeaseRequest.builder("web").preferredPort(range.max() + 1).build();

    assertThatThrownBy(() -> manager.lease(outside))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(range.toString())
        .hasMessageContaining(String.valueOf(range.max() + 1));
  }

  @Test
  void heldPortKeepsStrictBindersOffAndHandsOverToTheServer() throws IOException {
    PortLease lease = manager.lease(LeaseRequest.builder("web").hold(true).build());
    try (ServerSocket strictBinder = new ServerSocket();
        Socket client = new Socket()) {
      strictBinder.setReuseAddress(false);
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), lease.port());
      assertThatThrownBy(() -> strictBinder.bind(address)).isInstanceOf(BindException.class);
      assertThatThrownBy(() -> client.connect(address, 1_000)).isInstanceOf(IOException.class);
    }
    try (ServerSocketChannel server = lease.open();
        Socket client = new Socket(InetAddress.getLoopbackAddress(), lease.port())) {
      assertThat(server.isOpen()).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void waitingRequestGetsThePortThatIsReleasedMeanwhile() {
    for (int app = 0; app < range.size(); app++) {
      manager.getUniquePort("app" + app);
    }
    LeaseRequest patient = LeaseRequest.builder("late").maxWait(Duration.ofSeconds(30)).build();
    Thread releaser = new Thread(() -> manager.releasePort("app0"));
    releaser.start();

    assertThat(range.contains(manager.lease(patient).port())).isTrue();
    LeaseRequest hasty = LeaseRequest.builder("never").maxWait(Duration.ofMillis(30)).build();
    assertThatThrownBy(() -> manager.lease(hasty)).isInstanceOf(NoFreePortException.class);
  }

  @Test
  void interruptEndsTheWait() {
    for (int app = 0; app < range.size(); app++) {
      manager.getUniquePort("app" + app);
    }
    LeaseRequest patient = LeaseRequest.builder("late").maxWait(Duration.ofHours(1)).build();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> manager.lease(patient))
          .isInstanceOf(PortManagerException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void batchIsAllOrNothing() {
    manager.getUniquePort("app0");
    List<LeaseRequest> tooMany =
        List.of("app0", "a", "b", "c", "d", "e").stream().map(LeaseRequest::of).toList();

    assertThatThrownBy(() -> manager.leaseAll(tooMany)).isInstanceOf(NoFreePortException.class);
    assertThat(manager.getAppPorts()).containsOnlyKeys("app0");
    assertThat(manager.leaseAll(tooMany.subList(0, 5)))
        .extracting(PortLease::appName)
        .containsExactly("app0", "a", "b", "c", "d");
  }

  @Test
  void batchWithOneNameTwiceIsRefused() {
    List<LeaseRequest> twice = List.of(LeaseRequest.of("a"), LeaseRequest.of("a"));

    assertThatThrownBy(() -> manager.leaseAll(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\" twice");
    assertThat(manager.getAppPorts()).isEmpty();
  }

  @Test
  void closedManagerReleasesAndLeasesNothingMore() {
    manager.getUniquePort("web");
    manager.close();
    manager.close();

    assertThat(manager.leases()).isEmpty();
    assertThatThrownBy(() -> manager.getUniquePort("web"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closedLeaseOpensNoServer() {
    PortLease lease = manager.lease("web");
    lease.close();
    lease.close();

    assertThat(manager.getAppPorts()).isEmpty();
    assertThatThrownBy(lease::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void leaseForATimeOutlivesItsManager() {
    LeaseRequest timed = LeaseRequest.builder("web").duration(Duration.ofMinutes(2)).build();
    int port = manager.lease(timed).port();
    manager.close();
    assertThat(manager.leases()).extracting(LeaseInfo::port).containsExactly(port);

    try (PortManager next = open(range, Set.of(), Duration.ZERO)) {
      assertThat(next.leases()).extracting(LeaseInfo::port).containsExactly(port);
      assertThat(next.leases().get(0).expiresAt()).isPresent();
      assertThat(next.lease(timed).port()).isEqualTo(port);
      assertThat(next.releasePort("web")).isTrue();
      assertThat(next.leases()).isEmpty();
    }
  }

  @Test
  void leaseForAProcessThatDoesNotLiveIsRefused() {
    LeaseRequest request = LeaseRequest.builder("web").holderPid(STRANGER).build();

    assertThatThrownBy(() -> manager.lease(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holderPid")
        .hasMessageContaining("999999");
  }

  @Test
  void statusTellsFreeLeasedAndInUseApart() throws IOException {
    int leased = manager.getUniquePort("web");
    int busy = leased == range.min() ? range.max() : range.min();
    try (ServerSocket stranger = strangerOn(busy)) {
      backEnd.listens(stranger.getLocalPort(), new Ownership.Hidden("it is another user's"));

      assertThat(manager.status(leased).state()).isEqualTo(PortState.LEASED);
      assertThat(manager.status(leased).reason()).contains("leased by \"web\"");
      assertThat(manager.isPortInUse(leased)).isFalse();
      assertThat(manager.status(busy).state()).isEqualTo(PortState.IN_USE);
      assertThat(manager.status(busy).reason()).contains("it is another user's");
      assertThat(manager.isPortInUse(busy)).isTrue();
    }
    assertThat(manager.status(busy).state()).isEqualTo(PortState.FREE);
  }
}
