package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that must not be ended, or may not: no Wine has them, and no test ends a real one. */
@Tag("simulated-windows")
class ProtectedProcessesTest {

  private static final int PORT = 8055;
  private static final long PID = 1_000_004_712L;

  private final SimulatedWindows windows = new SimulatedWindows();
  private final WindowsProcessKiller killer = new WindowsProcessKiller(windows.win32());

  private Simulated listener(long pid, long parent, String name) {
    Simulated process = windows.add(pid, parent, 10, name);
    process.port = PORT;
    return process;
  }

  private String protection(long pid) {
    try (PinnedProcess pin = killer.pin(pid).orElseThrow()) {
      return pin.protection().orElse("none");
    } finally {
      assertThat(windows.open).isEmpty();
      assertThat(windows.done).isEmpty();
    }
  }

  private Ownership owner() {
    List<Listener> listeners = killer.listeners(ListenerQuery.ofPort(PORT, Protocol.TCP));
    assertThat(listeners).hasSize(1);
    return listeners.get(0).ownership();
  }

  private String caveat() {
    return ((Ownership.Known) owner()).caveat().orElse("none");
  }

  @Test
  void pid0_isNoProcess_andARowWithItIsOfNobodyKnown() {
    listener(0, 0, "Idle");
    assertThat(killer.pin(0)).isEmpty();
    assertThat(((Ownership.Hidden) owner()).reason()).contains("names no process");
  }

  @Test
  void pid4_isTheSystem_andIsRefusedWithTheCommandThatHelps() {
    listener(SimulatedWindows.SYSTEM, 0, "System").denied = true;
    assertThat(protection(SimulatedWindows.SYSTEM)).contains("netsh http show servicestate");
    assertThat(caveat()).contains("the System process");
    try (PinnedProcess pin = killer.pin(SimulatedWindows.SYSTEM).orElseThrow()) {
      assertThat(pin.kill().status()).isEqualTo(Status.DENIED);
    }
  }

  @Test
  void criticalProcess_isRefused() {
    listener(PID, 0, "csrss.exe").critical = true;
    assertThat(protection(PID)).contains("Windows stops with an error when it ends");
  }

  @Test
  void protectedProcess_isRefused() {
    listener(PID, 0, "MsMpEng.exe").protection = 0x31;
    assertThat(protection(PID)).contains("protected process").contains("stop its service");
  }

  @Test
  void hostOfServices_isRefused_withTheCommandForEach() {
    windows.add(600, 0, 2, "services.exe");
    listener(PID, 600, "svchost.exe");
    assertThat(protection(PID)).contains("services.msc");
    windows.services.put("Dnscache", PID);
    assertThat(protection(PID)).contains("`sc stop Dnscache`");
    windows.services.put("NlaSvc", PID);
    assertThat(protection(PID)).contains("2 services, Dnscache, NlaSvc").contains("`sc stop NAME`");
  }

  @Test
  void hostOfSeveralServices_isRefused_whateverItIsCalled() {
    windows.add(600, 0, 2, "services.exe");
    listener(PID, 600, "inetinfo.exe");
    windows.services.put("IISADMIN", PID);
    assertThat(protection(PID)).isEqualTo("none");
    windows.services.put("SMTPSVC", PID);
    assertThat(protection(PID)).contains("`sc stop NAME`");
  }

  @Test
  void programInADeepFolder_isNamedWhole() {
    Simulated deep = listener(PID, 0, "node.exe");
    deep.folder = "C:\\" + "deep\\".repeat(200);
    Ownership.Known known = (Ownership.Known) owner();
    assertThat(known.owners().get(0).executable()).hasValue(deep.folder + "node.exe");
    assertThat(known.caveat()).isEmpty();
    deep.folder = "C:\\" + "deep\\".repeat(10_000); // no Windows has such a path
    assertThat(caveat()).contains("its program cannot be read").contains("error 122");
  }

  @Test
  void processOfAnotherSession_isNamed_withTheReason() {
    windows.add(ProcessHandle.current().pid(), 0, 3, "java.exe").session = 2;
    Simulated other = listener(PID, 0, "node.exe");
    other.denied = true;
    other.session = 0;
    assertThat(caveat())
        .contains("OpenProcess failed with error 5: text of 5")
        .contains("session 0, that of services, and this in session 2");
    assertThat(killer.host().presence(PID)).isInstanceOf(Presence.Unseen.class);
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      SignalOutcome asked = pin.terminate();
      assertThat(asked.status()).isEqualTo(Status.DENIED);
      assertThat(asked.detail()).contains("error 5").contains("start this as administrator");
      assertThat(pin.weakness()).isPresent();
    }
  }

  /** UAC: the same user and session, but a higher integrity level than this process has. */
  @Test
  void processThatRunsAsAdministrator_isNamed_andNotEnded_withWhatWouldHelp() {
    windows.elevated = false;
    windows.add(ProcessHandle.current().pid(), 0, 3, "java.exe");
    listener(PID, 0, "node.exe").denied = true;
    Ownership.Known known = (Ownership.Known) owner();
    assertThat(known.owners().get(0).pid()).isEqualTo(PID);
    assertThat(known.owners().get(0).name()).hasValue("node.exe");
    assertThat(known.owners().get(0).user()).isEmpty();
    assertThat(caveat())
        .contains("OpenProcess failed with error 5: text of 5")
        .contains("runs as administrator")
        .contains("start this as administrator to see more")
        .doesNotContain("session");
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      assertThat(pin.terminate().status()).isEqualTo(Status.DENIED);
      SignalOutcome forced = pin.kill();
      assertThat(forced.status()).isEqualTo(Status.DENIED);
      assertThat(forced.detail()).contains("start this as administrator");
    }
    assertThat(windows.done).isEmpty();
    assertThat(killer.diagnose())
        .anyMatch(
            found ->
                found.topic().equals("owners")
                    && found.toString().contains("start it as administrator"));
    windows.elevated = true;
    assertThat(new WindowsProcessKiller(windows.win32()).diagnose())
        .noneMatch(found -> found.toString().contains("not elevated"));
  }

  @Test
  void processThatMayBeSeenButNotEnded_isDenied_withNumberAndText() {
    listener(PID, 0, "node.exe").denyTerminate = true;
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      assertThat(pin.weakness()).isEmpty();
      SignalOutcome forced = pin.kill();
      assertThat(forced.status()).isEqualTo(Status.DENIED);
      assertThat(forced.detail()).contains("TerminateProcess failed with error 5: text of 5");
    }
    assertThat(windows.open).isEmpty();
  }

  /** Windows answers 5 for one that has just ended: the handle tells that from a denial. */
  @Test
  void processThatEndsWhileItIsForced_isGone_notDenied() {
    Simulated process = listener(PID, 0, "node.exe");
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      int call = windows.calls.size() + 1;
      windows.before(call, () -> windows.end(process));
      assertThat(pin.kill().status()).isEqualTo(Status.GONE);
      assertThat(windows.calls.get(call)).isEqualTo("TerminateProcess");
    }
  }

  @Test
  void socketWhoseMakerHasEnded_isHidden_andItsHeirsAreNamed() {
    // The table goes on to name the maker.
    windows.deadPorts.put(PORT, PID);
    windows.add(PID + 4, PID, 11, "heir.exe");
    assertThat(((Ownership.Hidden) owner()).reason())
        .contains("which made the socket, has ended")
        .contains("pid " + (PID + 4) + " (heir.exe)");
    assertThat(killer.pin(PID)).isEmpty();
  }

  /** One second, in FILETIME's units. */
  private static final long SECOND = 10_000_000;

  @Test
  void socketWhoseMakersPidHasPassedOn_isNotTheNextProcesss() {
    windows.deadPorts.put(PORT, PID);
    windows.deadPortsAt = 100 * SECOND;
    windows.add(PID + 4, PID, 101 * SECOND, "heir.exe");
    windows.add(PID, 0, 200 * SECOND, "innocent.exe");
    windows.add(PID + 8, PID, 201 * SECOND, "child-of-innocent.exe");
    assertThat(((Ownership.Hidden) owner()).reason())
        .contains("pid " + PID + ", which made the socket, has ended")
        .contains("its number is that of another process by now, innocent.exe")
        .contains("pid " + (PID + 4) + " (heir.exe)")
        .doesNotContain("child-of-innocent");
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      assertThat(pin.listensOn(Protocol.TCP, PORT)).isFalse();
    }
    windows.processes.get(PID).denied = true;
    try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
      assertThat(pin.listensOn(Protocol.TCP, PORT)).isFalse();
    }
  }

  @Test
  void makerThatSeemsALittleYoungerThanItsSocket_orWhoseSocketIsNotDated_isItsOwner() {
    windows.deadPorts.put(PORT, PID);
    windows.add(PID, 0, 200 * SECOND, "node.exe");
    for (long madeAt : new long[] {0, 199 * SECOND, 300 * SECOND}) {
      windows.deadPortsAt = madeAt;
      assertThat(((Ownership.Known) owner()).owners().get(0).pid()).isEqualTo(PID);
      try (PinnedProcess pin = killer.pin(PID).orElseThrow()) {
        assertThat(pin.listensOn(Protocol.TCP, PORT)).isTrue();
      }
    }
    windows.deadPortsAt = 199 * SECOND - 1;
    assertThat(owner()).isInstanceOf(Ownership.Hidden.class);
  }
}
