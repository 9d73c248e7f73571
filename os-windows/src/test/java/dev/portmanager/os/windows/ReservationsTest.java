package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.table.ExclusiveBind;
import dev.portmanager.os.windows.table.SocketTables;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports that are refused: Wine excludes none, and has no foreign sockets as Windows has them. */
@Tag("simulated-windows")
class ReservationsTest {

  private static final int PORT = 8055;
  private static final int ACCESS = 10_013;
  private static final int IN_USE = 10_048;

  private final SimulatedWindows windows = new SimulatedWindows();

  private Optional<String> reservation(boolean listsBoundSockets) {
    Reservations reservations =
        new Reservations(
            new SocketTables(windows.win32()),
            new ExclusiveBind(windows.win32()),
            () -> listsBoundSockets);
    try {
      return reservations.of(PORT);
    } finally {
      assertThat(windows.open).isEmpty();
    }
  }

  @Test
  void portOfAnExcludedRange_isForbidden_withTheCommandThatListsThem() {
    windows.bindError = ACCESS;
    assertThat(reservation(true).orElseThrow()).contains("10013").contains("excludedportrange");
    assertThat(reservation(false)).isPresent();
  }

  @Test
  void portOfASocket_isInUse_howeverTheBindIsRefused() {
    windows.add(4712, 0, 10, "server.exe").port = PORT;
    for (int code : new int[] {ACCESS, IN_USE}) {
      windows.bindError = code;
      assertThat(reservation(true)).isEmpty();
      assertThat(windows.calls).doesNotContain("bind");
    }
  }

  @Test
  void portOfAConnection_isInUse() {
    windows.boundPorts.add(PORT);
    windows.bindError = IN_USE;
    assertThat(reservation(true)).isEmpty();
  }

  @Test
  void portThatWasGivenBackMeanwhile_isNotReserved() {
    assertThat(reservation(true)).isEmpty();
    assertThat(windows.calls).contains("bind");
  }

  /** A hold, or a client that chose its own port: in no table of a real Windows. */
  @Test
  void socketThatIsBoundWithoutListening_isInUse_whereTablesDoNotListIt() {
    windows.bindError = IN_USE;
    assertThat(reservation(false)).isEmpty();
  }

  /** A foreign socket may let others share its port: ours must not, or it would seem free. */
  @Test
  void portIsTriedExclusively_onBothFamilies() {
    assertThat(reservation(false)).isEmpty();
    assertThat(windows.calls)
        .containsSubsequence(
            "WSASocketW", "setsockopt", "bind", "WSASocketW", "setsockopt", "bind");
    assertThat(windows.bound).containsExactly(IpHlpApi.AF_INET, IpHlpApi.AF_INET6);
  }

  @Test
  void foreignSocketOfIpv6Alone_isInUse_andARangeExcludedThereAlone_isForbidden() {
    windows.bindErrorOfIpv6 = IN_USE;
    assertThat(reservation(false)).isEmpty();
    assertThat(reservation(true).orElseThrow()).contains("10048");
    windows.bindErrorOfIpv6 = ACCESS;
    assertThat(reservation(false).orElseThrow()).contains("10013");
  }

  /** A listener of the host below, or of another network: where tables would list any of ours. */
  @Test
  void portThatIsHeldFromOutside_isForbidden_whereTablesListEverySocket() {
    windows.bindError = IN_USE;
    assertThat(reservation(true).orElseThrow()).contains("10048").contains("from outside");
  }

  @Test
  void anotherRefusal_isATypedError() {
    windows.bindError = 10_055;
    assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> reservation(true))
        .withMessageContaining("bind failed with error 10055: text of 10055");
  }

  @Test
  void nonsense_isNoReservation() {
    WindowsProcessKiller killer = new WindowsProcessKiller(windows.win32());
    assertThat(killer.reservation(0)).isEmpty();
    assertThat(killer.reservation(65_536)).isEmpty();
    assertThat(windows.calls).isEmpty();
  }
}
