package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.NativeCallException;
import dev.portmanager.Ownership;
import dev.portmanager.PortManagerException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.launch.ChildApp;
import dev.portmanager.spi.AppLauncher.App;
import dev.portmanager.spi.AppLauncher.NoSuchProgramException;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call fails once, and a process ends before each call once. */
@Tag("simulated-windows")
class EveryFaultTest {

  private static final int PORT = 8055;
  private static final long TARGET = 1_000_004_712L;
  private static final long OTHER = TARGET + 4;

  /** Where a failure costs nothing that anybody was told: what is tried next does as well. */
  private static final Set<String> MADE_UP_FOR =
      Set.of("OpenProcess", "GetProcessId", "LookupAccountSidW", "WSACleanup");

  /** What was done, as text: exceptions, reasons and caveats. */
  private static final class Account {
    final List<String> said = new ArrayList<>();
    final List<Long> pids = new ArrayList<>();

    void step(Runnable step) {
      try {
        step.run();
      } catch (PortManagerException e) {
        said.add(String.valueOf(e.getMessage()));
        if (e instanceof NativeCallException failure) {
          assertThat(failure).hasMessageContaining(failure.function() + " failed with error");
          assertThat(failure).hasMessageContaining("text of " + failure.code());
        }
      }
    }
  }

  private static SimulatedWindows windows() {
    SimulatedWindows windows = new SimulatedWindows();
    windows.add(SimulatedWindows.SYSTEM, 0, 1, "System").denied = true;
    windows.add(600, 500, 2, "services.exe");
    windows.add(ProcessHandle.current().pid(), 600, 3, "java.exe");
    windows.add(TARGET, 600, 10, "node.exe").port = PORT;
    windows.add(OTHER, TARGET, 11, "worker.exe");
    windows.services.put("web", TARGET);
    return windows;
  }

  private static Account who(SimulatedWindows windows) {
    WindowsProcessKiller killer = new WindowsProcessKiller(windows.win32());
    Account account = new Account();
    account.step(
        () -> {
          for (Listener listener : killer.listeners(ListenerQuery.ofPort(PORT, Protocol.TCP))) {
            if (listener.ownership() instanceof Ownership.Known known) {
              known.owners().stream().map(ProcessInfo::pid).forEach(account.pids::add);
            }
            account.said.add(listener.ownership().toString());
          }
        });
    account.step(() -> account.said.add(killer.host().presence(TARGET).toString()));
    account.step(() -> account.said.add(killer.host().userId()));
    account.step(() -> account.said.add(killer.host().bootId()));
    account.step(() -> account.said.add(killer.host().registryRoot().toString()));
    account.step(() -> account.said.add(killer.reservation(PORT + 1).toString()));
    account.step(
        () -> killer.diagnose().stream().map(Diagnosis::toString).forEach(account.said::add));
    return account;
  }

  /** As core does: pins, looks again, asks, forces, waits. */
  private static Account kill(SimulatedWindows windows) {
    WindowsProcessKiller killer = new WindowsProcessKiller(windows.win32());
    Account account = new Account();
    account.step(
        () -> {
          try (PinnedProcess pin = killer.pin(TARGET).orElse(null)) {
            if (pin == null) {
              account.said.add("no process");
              return;
            }
            account.pids.add(pin.process().pid());
            account.said.add(pin.protection() + " " + pin.weakness());
            if (pin.protection().isEmpty() && pin.listensOn(Protocol.TCP, PORT)) {
              account.step(() -> account.said.add(pin.terminate().toString()));
              account.step(() -> account.said.add(pin.kill().toString()));
              account.step(() -> account.said.add("" + wait(pin)));
            }
          }
        });
    account.step(() -> account.said.add(killer.childrenOf(TARGET).toString()));
    return account;
  }

  private static boolean wait(PinnedProcess pin) {
    try {
      return pin.awaitExit(Duration.ZERO);
    } catch (InterruptedException e) {
      return fail("nobody interrupts", e);
    }
  }

  private static String bare(String function) {
    return function.replaceAll("(W|ExW)$", "");
  }

  private static void eachCallFails(int code, Consumer<SimulatedWindows> scenario) {
    SimulatedWindows healthy = windows();
    scenario.accept(healthy);
    assertThat(healthy.open).isEmpty();
    assertThat(healthy.calls).hasSizeGreaterThan(15);
    for (int i = 0; i < healthy.calls.size(); i++) {
      SimulatedWindows windows = windows();
      windows.fail(i, code);
      scenario.accept(windows);
      assertThat(windows.calls.get(i)).isEqualTo(healthy.calls.get(i));
      assertThat(windows.open).as("open after %s (%d) failed", windows.calls.get(i), i).isEmpty();
      assertThat(windows.done)
          .allMatch(
              what -> what.equals("stop web") || what.equals("TerminateProcess " + TARGET + " 10"));
    }
  }

  private static void isTold(SimulatedWindows windows, Account account) {
    assertThat(account.pids).allMatch(pid -> pid == TARGET);
    windows
        .failed()
        .ifPresent(
            function -> {
              if (!MADE_UP_FOR.contains(function)) {
                assertThat(account.said)
                    .as("what is said when %s fails", function)
                    .anyMatch(text -> text.contains(bare(function)));
              }
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 8, 31})
  void whicheverCallOfALookUpFails_itIsSaid_andNoHandleStaysOpen(int code) {
    eachCallFails(code, windows -> isTold(windows, who(windows)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 8, 31})
  void whicheverCallOfAKillFails_itIsSaid_andNoHandleStaysOpen(int code) {
    eachCallFails(code, windows -> isTold(windows, kill(windows)));
  }

  /** The pid passes on to a process that does not listen as soon as the system lets it. */
  @Test
  void processThatEndsBeforeAnyCall_isNeverMistakenForTheNextOne() {
    SimulatedWindows healthy = windows();
    kill(healthy);
    who(healthy);
    for (int i = 0; i < healthy.calls.size(); i++) {
      SimulatedWindows windows = windows();
      Simulated target = windows.processes.get(TARGET);
      windows.before(i, () -> windows.endAndReuse(target, 99, "innocent.exe"));
      kill(windows);
      who(windows);
      assertThat(windows.open).isEmpty();
      assertThat(windows.done)
          .as("done where it ended before call %d", i)
          .noneMatch(what -> what.equals("TerminateProcess " + TARGET + " 99"));
    }
  }

  @Test
  void tablesThatGrowBetweenCallsAreReadInTheEnd() {
    for (int times = 1; times < 6; times++) {
      SimulatedWindows windows = windows();
      windows.growing = times;
      Account account = who(windows);
      assertThat(account.pids).containsExactly(TARGET);
      assertThat(windows.open).isEmpty();
    }
  }

  @Test
  void tenThousandLookUpsAndPins_leaveNoHandleOpen() {
    SimulatedWindows windows = windows();
    WindowsProcessKiller killer = new WindowsProcessKiller(windows.win32());
    for (int i = 0; i < 10_000; i++) {
      assertThat(killer.listeners(ListenerQuery.ofPort(PORT, Protocol.TCP))).hasSize(1);
      try (PinnedProcess pin = killer.pin(TARGET).orElseThrow()) {
        assertThat(pin.kill().status()).isEqualTo(SignalOutcome.Status.SENT);
      }
      windows.calls.clear();
      assertThat(windows.open).isEmpty();
      windows.add(TARGET, 600, 10 + i, "node.exe").port = PORT;
    }
  }

  @Test
  void whicheverCallOfALaunchFails_theApplicationIsNotLeftBehind(@TempDir Path folder)
      throws Exception {
    Path program = Files.createFile(folder.resolve("app.exe"));
    SimulatedWindows healthy = windows();
    assertThat(launch(healthy, program)).hasValue(44);
    for (int i = 0; i < healthy.calls.size(); i++) {
      SimulatedWindows windows = windows();
      windows.fail(i, 8);
      String function = healthy.calls.get(i);
      try {
        launch(windows, program);
        fail("%s failed, and nothing was said", function);
      } catch (NativeCallException | NoSuchProgramException e) {
        assertThat(e).hasMessageContaining(bare(function)).hasMessageContaining("error 8");
      }
      assertThat(windows.open).as("open after %s", function).isEmpty();
      boolean suspended = Set.of("AssignProcessToJobObject", "ResumeThread").contains(function);
      assertThat(windows.done.contains("TerminateProcess of the application")).isEqualTo(suspended);
    }
  }

  private static OptionalInt launch(SimulatedWindows windows, Path program)
      throws NoSuchProgramException, IOException {
    App app = new App(List.of(program.toString()), Map.of("PATHEXT", ".EXE"), OptionalInt.empty());
    return OptionalInt.of(new ChildApp(windows.win32().kernel32().get()).run(app, Map.of()));
  }
}
