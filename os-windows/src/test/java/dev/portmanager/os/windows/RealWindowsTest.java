package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinSock2;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.table.ExclusiveBind;
import dev.portmanager.os.windows.table.SocketRow;
import dev.portmanager.os.windows.table.SocketTables;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.testkit.ChildListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What only a Windows machine shows, and Wine does not: the part of the checklist in
 * docs/native-windows.md that a machine can go through. Ends no process but its own children.
 */
@Tag("real-windows")
@EnabledOnOs(OS.WINDOWS)
@EnabledIfEnvironmentVariable(named = "PORTMANAGER_REAL_WINDOWS", matches = "true")
@Timeout(120)
class RealWindowsTest {

  private static final int EXCLUDED = 28_050;
  private static final long SYSTEM = 4;

  private final WindowsProcessKiller killer = new WindowsProcessKiller();

  private static int netsh(String... words) throws Exception {
    String[] command =
        Stream.concat(Stream.of("netsh", "int", "ipv4"), Stream.of(words)).toArray(String[]::new);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    return process.exitValue();
  }

  @Test
  void portOfAnExcludedRange_isReserved() throws Exception {
    String[] range = {"protocol=tcp", "startport=" + EXCLUDED, "numberofports=5"};
    int added = netsh("add", "excludedportrange", range[0], range[1], range[2], "store=active");
    assumeTrue(added == 0, "only an administrator can exclude ports");
    try {
      assertThat(killer.reservation(EXCLUDED + 2).orElseThrow()).contains("excludedportrange");
      assertThat(killer.reservation(EXCLUDED + 5)).isEmpty();
    } finally {
      assertThat(netsh("delete", "excludedportrange", range[0], range[1], range[2], "store=active"))
          .isZero();
    }
    assertThat(killer.reservation(EXCLUDED + 2)).isEmpty();
  }

  @Test
  void socketThatIsBoundWithoutListening_isNotTakenForAReservation() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(killer.reservation(bound.getLocalPort())).isEmpty();
    }
  }

  /** A socket of another program, with none of the options that Java sets. */
  @Test
  void foreignSocket_refusesAnExclusiveBind() {
    Win32 win32 = Win32.real();
    WinSock2 api = win32.winSock2().get();
    assertThat(api.WSAStartup(WinSock2.VERSION_2_2, new byte[WinSock2.WSADATA_SIZE])).isZero();
    int ipv4 = IpHlpApi.AF_INET;
    long socket = api.WSASocketW(ipv4, WinSock2.SOCK_STREAM, WinSock2.IPPROTO_TCP, 0, 0, 0);
    try {
      int port = EXCLUDED + 10;
      byte[] address = new byte[16];
      address[0] = (byte) ipv4;
      address[2] = (byte) (port >> 8);
      address[3] = (byte) port;
      assertThat(api.bind(socket, address, address.length)).isZero();
      assertThat(new ExclusiveBind(win32).attempt(port)).isEqualTo(ExclusiveBind.Result.IN_USE);
    } finally {
      api.closesocket(socket);
      api.WSACleanup();
    }
  }

  /** By which a process that has the pid of a socket's dead maker is told from it. */
  @Test
  void socketIsDated_notBeforeItsMaker() {
    try (ChildListener child = ChildListener.builder().start()) {
      List<SocketRow> rows =
          new SocketTables(Win32.real())
              .listeners(ListenerQuery.ofPort(child.port(), Protocol.TCP));
      assertThat(rows).hasSize(1);
      long madeAt = rows.get(0).madeAt().orElseThrow();
      assertThat(ProcessEntry.instant(madeAt))
          .isBetween(
              child.process().info().startInstant().orElseThrow().minusSeconds(1),
              Instant.now().plusSeconds(1));
    }
  }

  private Stream<ProcessInfo> owners() {
    PortRange all = new PortRange(1, 65_535);
    return killer.listeners(ListenerQuery.ofRange(all, Protocol.TCP)).stream()
        .map(Listener::ownership)
        .filter(Ownership.Known.class::isInstance)
        .map(Ownership.Known.class::cast)
        .flatMap(known -> known.owners().stream())
        .distinct();
  }

  @Test
  void system_isNamed_refused_andMayNotBeEnded() {
    assertThat(owners()).anyMatch(owner -> owner.pid() == SYSTEM);
    try (PinnedProcess pin = killer.pin(SYSTEM).orElseThrow()) {
      assertThat(pin.protection().orElseThrow()).contains("netsh http show servicestate");
      assertThat(pin.kill().status()).isEqualTo(SignalOutcome.Status.DENIED);
    }
  }

  @Test
  void partsOfWindowsThatListen_areRefused() {
    Set<String> parts = Set.of("svchost.exe", "wininit.exe", "services.exe", "lsass.exe");
    List<ProcessInfo> found =
        owners().filter(owner -> parts.contains(owner.name().orElse(""))).toList();
    assertThat(found).isNotEmpty();
    for (ProcessInfo part : found) {
      try (PinnedProcess pin = killer.pin(part.pid()).orElseThrow()) {
        assertThat(pin.protection().isPresent() || pin.weakness().isPresent())
            .as("%s", part)
            .isTrue();
      }
    }
  }

  @Test
  void childThatHasEnded_isGone_notDenied() throws Exception {
    try (ChildListener child = ChildListener.builder().start();
        PinnedProcess pin = killer.pin(child.pid()).orElseThrow()) {
      assertThat(pin.kill().status()).isEqualTo(SignalOutcome.Status.SENT);
      assertThat(pin.awaitExit(Duration.ofSeconds(30))).isTrue();
      assertThat(pin.kill().status()).isEqualTo(SignalOutcome.Status.GONE);
    }
  }
}
