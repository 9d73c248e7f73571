package dev.portmanager.os.windows.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.Service;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** The order of asking, gentlest first, and what is said of each way. */
class AskingOrderTest {

  private static final long PID = 4712;
  private static final ProcessEntry PROCESS = new ProcessEntry(PID, 600, 10, "node.exe", 1);

  private final Services services = mock();
  private final Windows windows = mock();
  private final CtrlC ctrlC = mock();
  private final Asking asking = new Asking(services, windows, ctrlC);

  @AfterEach
  void forbidCtrlC() {
    System.clearProperty(Asking.CTRL_C);
  }

  private static NativeCallException error(String function, int code) {
    return new NativeCallException(function, code, "text");
  }

  private void isService(boolean acceptsStop) {
    when(services.in(PID)).thenReturn(List.of(new Service("web", PID, acceptsStop)));
  }

  @Test
  void service_isStoppedByItsManager_andNothingElseIsTried() {
    isService(true);
    when(services.stop("web", PID)).thenReturn(true);
    SignalOutcome asked = asking.ask(PROCESS);
    assertThat(asked.status()).isEqualTo(Status.SENT);
    assertThat(asked.detail()).isEqualTo("stop of the service web by its manager");
    verify(windows, never()).close(anyLong());
    verify(ctrlC, never()).send(any());
  }

  @Test
  void eachWayIsTried_gentlestFirst_andWhyItFailedIsSaid() {
    System.setProperty(Asking.CTRL_C, "true");
    when(services.in(PID)).thenThrow(error("OpenSCManager", 5));
    when(windows.close(PID)).thenThrow(error("PostMessage", 5));
    when(ctrlC.send(PROCESS)).thenReturn(new SignalOutcome(Status.UNSUPPORTED, "no console"));
    SignalOutcome asked = asking.ask(PROCESS);
    InOrder order = inOrder(services, windows, ctrlC);
    order.verify(services).in(PID);
    order.verify(windows).close(PID);
    order.verify(ctrlC).send(PROCESS);
    assertThat(asked.status()).isEqualTo(Status.UNSUPPORTED);
    assertThat(asked.detail())
        .contains("OpenSCManager failed with error 5")
        .contains("PostMessage failed with error 5")
        .contains("no console");
  }

  @Test
  void windows_areClosedBeforeCtrlCIsSent() {
    System.setProperty(Asking.CTRL_C, "true");
    when(windows.close(PID)).thenReturn(2);
    assertThat(asking.ask(PROCESS).detail()).isEqualTo("WM_CLOSE to its windows");
    verify(ctrlC, never()).send(any());
  }

  @Test
  void ctrlC_isSentOnlyWhereThatIsAllowed() {
    when(ctrlC.send(PROCESS)).thenReturn(new SignalOutcome(Status.SENT, "Ctrl+C to its console"));
    assertThat(asking.ask(PROCESS).status()).isEqualTo(Status.UNSUPPORTED);
    verify(ctrlC, never()).send(any());
    System.setProperty(Asking.CTRL_C, "true");
    assertThat(asking.ask(PROCESS).detail()).isEqualTo("Ctrl+C to its console");
  }

  @Test
  void serviceThatMayNotBeStopped_isDenied_andNotForcedBehindItsManagersBack() {
    isService(true);
    when(services.stop("web", PID)).thenThrow(error("OpenService", 5));
    SignalOutcome asked = asking.ask(PROCESS);
    assertThat(asked.status()).isEqualTo(Status.DENIED);
    assertThat(asked.detail()).contains("web").contains("OpenService failed with error 5");
    verify(windows, never()).close(anyLong());
  }

  @Test
  void serviceThatRunsElsewhereByNow_isLeftAlone() {
    isService(true);
    when(services.stop("web", PID)).thenReturn(false);
    assertThat(asking.ask(PROCESS).detail()).contains("runs in another process by now");
  }

  @Test
  void serviceThatTakesNoStop_isNotAskedTo() {
    isService(false);
    assertThat(asking.ask(PROCESS).detail()).contains("takes no stop now");
    verify(services, never()).stop(anyString(), anyLong());
  }

  private final Kernel32 kernel32 = mock();

  private String interrupt(int count, int... users) {
    when(kernel32.AttachConsole((int) PID)).thenReturn(true);
    when(kernel32.SetConsoleCtrlHandler(null, true)).thenReturn(true);
    when(kernel32.GetConsoleProcessList(any(), org.mockito.ArgumentMatchers.anyInt()))
        .thenAnswer(
            call -> {
              System.arraycopy(users, 0, call.getArgument(0), 0, users.length);
              return count;
            });
    return ConsoleInterrupt.send(kernel32, List.of(PID, PID + 4));
  }

  @Test
  void ctrlC_goesToAConsoleThatNobodyElseUses() {
    when(kernel32.GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0)).thenReturn(true);
    assertThat(interrupt(2, (int) PID, (int) PID + 4)).isEqualTo(ConsoleInterrupt.SENT);
    verify(kernel32).GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0);
  }

  @Test
  void ctrlC_isNotSent_whereMoreUseTheConsoleThanCanBeListed() {
    assertThat(interrupt(5_000)).contains("share its console");
    verify(kernel32, never()).GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0);
  }

  @Test
  void ctrlC_isNotSent_whereOthersShareTheConsole() {
    assertThat(interrupt(2, (int) PID, 9999)).contains("share its console");
    verify(kernel32, never()).GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0);
  }

  @Test
  void ctrlC_isNotSent_whereItIsNotKnownWhoUsesTheConsole() {
    when(kernel32.GetLastError()).thenReturn(6);
    org.assertj.core.api.Assertions.assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> interrupt(0))
        .withMessageContaining("GetConsoleProcessList failed with error 6");
    verify(kernel32, never()).GenerateConsoleCtrlEvent(Kernel32.CTRL_C_EVENT, 0);
    verify(kernel32, org.mockito.Mockito.times(2)).FreeConsole();
  }
}
