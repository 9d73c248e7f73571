package dev.portmanager.os.windows.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.notNull;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Kernel32;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/**
 * Who else gets a key that is typed into a console; and Ctrl+Break, which Wine lets nobody type.
 */
@Tag("simulated-windows")
class ConsoleInterruptTest {

  private static final long PID = 4712;

  private final Kernel32 kernel32 = mock();

  /** Types a key into a console that has some users. */
  private String type(ConsoleKey key, int count, int... users) {
    when(kernel32.AttachConsole((int) PID)).thenReturn(true);
    when(kernel32.SetConsoleCtrlHandler(notNull(), eq(true))).thenReturn(true);
    when(kernel32.GetConsoleProcessList(any(), anyInt()))
        .thenAnswer(
            call -> {
              System.arraycopy(users, 0, call.getArgument(0), 0, users.length);
              return count;
            });
    return ConsoleInterrupt.send(kernel32, key, List.of(PID, PID + 4));
  }

  private void nothingIsTyped() {
    verify(kernel32, never()).GenerateConsoleCtrlEvent(anyInt(), anyInt());
    // Its own before, that of the other after.
    verify(kernel32, times(2)).FreeConsole();
  }

  @ParameterizedTest
  @EnumSource
  void key_goesToAConsoleThatNobodyElseUses(ConsoleKey key) {
    when(kernel32.GenerateConsoleCtrlEvent(key.event, 0)).thenReturn(true);
    assertThat(type(key, 2, (int) PID, (int) PID + 4)).isEqualTo(ConsoleInterrupt.SENT);
    InOrder order = inOrder(kernel32);
    order.verify(kernel32).FreeConsole();
    order.verify(kernel32).AttachConsole((int) PID);
    order.verify(kernel32).SetConsoleCtrlHandler(notNull(), eq(true));
    order.verify(kernel32).GenerateConsoleCtrlEvent(key.event, 0);
    order.verify(kernel32).FreeConsole();
  }

  @Test
  void keysAreThoseOfWindows() {
    assertThat(ConsoleKey.CTRL_C.event).isZero();
    assertThat(ConsoleKey.CTRL_BREAK.event).isEqualTo(1);
  }

  /** It gets the key itself: its JVM would print all threads where the answer is expected. */
  @ParameterizedTest
  @EnumSource
  void sender_passesOverTheKeyItself(ConsoleKey key) {
    when(kernel32.GenerateConsoleCtrlEvent(key.event, 0)).thenReturn(true);
    type(key, 1, (int) PID);
    ArgumentCaptor<Kernel32.ConsoleHandler> handler = ArgumentCaptor.captor();
    verify(kernel32).SetConsoleCtrlHandler(handler.capture(), eq(true));
    assertThat(handler.getValue().invoke(key.event)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void key_isNotTyped_whereMoreUseTheConsoleThanCanBeListed(ConsoleKey key) {
    assertThat(type(key, 5_000)).contains("share its console");
    nothingIsTyped();
  }

  @ParameterizedTest
  @EnumSource
  void key_isNotTyped_whereOthersShareTheConsole(ConsoleKey key) {
    assertThat(type(key, 2, (int) PID, 9999)).contains("share its console");
    nothingIsTyped();
  }

  @ParameterizedTest
  @EnumSource
  void key_isNotTyped_whereItIsNotKnownWhoUsesTheConsole(ConsoleKey key) {
    when(kernel32.GetLastError()).thenReturn(6);
    assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> type(key, 0))
        .withMessageContaining("GetConsoleProcessList failed with error 6");
    nothingIsTyped();
  }

  @Test
  void consoleOfAnotherSession_orOfAProcessThatHasNone_cannotBeReached() {
    when(kernel32.GetLastError()).thenReturn(5);
    assertThat(ConsoleInterrupt.send(kernel32, ConsoleKey.CTRL_BREAK, List.of(PID)))
        .contains("no console that can be reached")
        .contains("AttachConsole failed with error 5");
    verify(kernel32, never()).GenerateConsoleCtrlEvent(anyInt(), anyInt());
  }

  @ParameterizedTest
  @EnumSource
  void keyThatTheSystemRefuses_isATypedError(ConsoleKey key) {
    when(kernel32.GetLastError()).thenReturn(87);
    assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> type(key, 1, (int) PID))
        .withMessageContaining("GenerateConsoleCtrlEvent failed with error 87");
    verify(kernel32, times(2)).FreeConsole();
  }
}
