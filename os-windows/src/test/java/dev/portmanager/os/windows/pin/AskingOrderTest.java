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
  private final Console console = mock();
  private final Asking asking = new Asking(services, windows, console);

  @AfterEach
  void forbidKeys() {
    System.clearProperty(Asking.CTRL_C);
    System.clearProperty(Asking.CTRL_BREAK);
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
    verify(console, never()).type(any(), any());
  }

  @Test
  void eachWayIsTried_gentlestFirst_andWhyItFailedIsSaid() {
    System.setProperty(Asking.CTRL_C, "true");
    when(services.in(PID)).thenThrow(error("OpenSCManager", 5));
    when(windows.close(PID)).thenThrow(error("PostMessage", 5));
    when(console.type(ConsoleKey.CTRL_C, PROCESS))
        .thenReturn(new SignalOutcome(Status.UNSUPPORTED, "no console"));
    SignalOutcome asked = asking.ask(PROCESS);
    InOrder order = inOrder(services, windows, console);
    order.verify(services).in(PID);
    order.verify(windows).close(PID);
    order.verify(console).type(ConsoleKey.CTRL_C, PROCESS);
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
    verify(console, never()).type(any(), any());
  }

  @Test
  void ctrlC_isSentOnlyWhereThatIsAllowed() {
    when(console.type(ConsoleKey.CTRL_C, PROCESS))
        .thenReturn(new SignalOutcome(Status.SENT, "Ctrl+C to its console"));
    assertThat(asking.ask(PROCESS).status()).isEqualTo(Status.UNSUPPORTED);
    verify(console, never()).type(any(), any());
    System.setProperty(Asking.CTRL_C, "true");
    assertThat(asking.ask(PROCESS).detail()).isEqualTo("Ctrl+C to its console");
  }

  @Test
  void ctrlBreak_isSentOnlyWhereThatIsAllowed_andNotBesideCtrlC() {
    for (ConsoleKey key : ConsoleKey.values()) {
      when(console.type(key, PROCESS)).thenReturn(new SignalOutcome(Status.SENT, key.label));
    }
    System.setProperty(Asking.CTRL_BREAK, "true");
    assertThat(asking.ask(PROCESS).detail()).isEqualTo("Ctrl+Break");
    System.setProperty(Asking.CTRL_C, "true");
    assertThat(asking.ask(PROCESS).detail()).isEqualTo("Ctrl+C");
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
}
