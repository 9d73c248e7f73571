package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinSock2;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A listening socket that a process has from its parent, which made it. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
class InheritedSocketTest {

  private final WindowsProcessKiller killer = new WindowsProcessKiller();

  private List<Ownership> owners(int port) {
    return killer.listeners(ListenerQuery.ofPort(port, Protocol.TCP)).stream()
        .map(Listener::ownership)
        .toList();
  }

  private static List<Long> pids(List<Ownership> owners) {
    return owners.stream()
        .map(Ownership.Known.class::cast)
        .flatMap(known -> known.owners().stream())
        .map(ProcessInfo::pid)
        .toList();
  }

  /**
   * Windows' table goes on to name the maker, and does not tell the heir; Wine's has a row for each
   * process that has the socket.
   */
  @Test
  void heirOfADeadMaker_isNamed_orIsACandidate() throws Exception {
    Process maker =
        new ProcessBuilder(Staying.java(Making.class))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = maker.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(said.readLine());
      long heir = Long.parseLong(said.readLine());
      assertThat(pids(owners(port))).contains(maker.pid());

      maker.destroyForcibly();
      assertThat(maker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      new Socket(InetAddress.getLoopbackAddress(), port).close(); // it does listen
      List<Ownership> owners = owners(port);
      assertThat(owners).hasSize(1);
      if (owners.get(0) instanceof Ownership.Hidden hidden) {
        assertThat(hidden.reason())
            .contains("pid " + maker.pid() + ", which made the socket, has ended")
            .contains("pid " + heir + " (java.exe)");
      } else {
        assertThat(pids(owners)).containsExactly(heir);
      }

      try (PinnedProcess pin = killer.pin(heir).orElseThrow()) {
        assertThat(pin.kill().status()).isEqualTo(SignalOutcome.Status.SENT);
        assertThat(pin.awaitExit(Duration.ofSeconds(30))).isTrue();
      }
      assertThat(owners(port)).isEmpty();
    } finally {
      maker.destroyForcibly();
      maker.getOutputStream().close();
    }
  }

  /** Listens with a socket that its child gets, too. */
  static final class Making {

    private Making() {}

    /** Ends with its input, as its child does. */
    public static void main(String[] args) throws IOException {
      WinSock2 api = Win32.real().winSock2().get();
      Listening listening = Native.load("ws2_32", Listening.class);
      check(api.WSAStartup(WinSock2.VERSION_2_2, new byte[WinSock2.WSADATA_SIZE]));
      int ipv4 = IpHlpApi.AF_INET;
      long socket = api.WSASocketW(ipv4, WinSock2.SOCK_STREAM, WinSock2.IPPROTO_TCP, 0, 0, 0);
      byte[] address = new byte[16];
      address[0] = (byte) ipv4;
      address[4] = 127;
      address[7] = 1;
      check(api.bind(socket, address, address.length));
      check(listening.listen(socket, 5));
      check(listening.getsockname(socket, address, new int[] {address.length}));
      Staying.say("" + (((address[2] & 0xFF) << 8) | (address[3] & 0xFF)));
      new ProcessBuilder(Staying.java(Staying.class)).inheritIO().start();
      Staying.awaitEndOfInput();
    }

    private static void check(int code) throws IOException {
      if (code != 0) {
        throw new IOException("error " + Native.getLastError());
      }
    }
  }

  /** What only this test calls. */
  interface Listening extends Library {
    int listen(long socket, int backlog);

    int getsockname(long socket, byte[] address, int[] length);
  }
}
