package dev.portmanager.os.windows.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.NativeCallException;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.IpHlpApi;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.User32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinSock2;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.Answer;

/** What cannot be made to happen: tables that grow between calls, and calls that fail. */
class SocketTablesTest {

  private final IpHlpApi api = mock();
  private final Kernel32 kernel32 = mock();
  private final SocketTables tables =
      new SocketTables(
          new Win32(
              () -> kernel32,
              () -> api,
              () -> mock(Advapi32.class),
              () -> mock(NtDll.class),
              () -> mock(User32.class),
              () -> mock(WinSock2.class)));

  private void answer(Answer<Integer> answer) {
    when(api.GetExtendedTcpTable(
            any(Pointer.class), any(int[].class), anyBoolean(), anyInt(), anyInt(), eq(0)))
        .thenAnswer(answer);
  }

  @Test
  void tableThatGrowsBetweenCallsIsReadInTheEnd() {
    AtomicInteger calls = new AtomicInteger();
    answer(
        call -> {
          int[] size = call.getArgument(1);
          if (calls.incrementAndGet() % 4 != 0) {
            size[0] += 100_000;
            return 122;
          }
          call.<Pointer>getArgument(0).setInt(0, 0);
          return 0;
        });
    assertThat(tables.listeners(ListenerQuery.ofPort(8055, Protocol.TCP))).isEmpty();
    assertThat(calls).hasValue(8);
  }

  @Test
  void memoryOfATableIsGivenBackAtOnce() {
    List<Memory> used = new ArrayList<>();
    answer(
        call -> {
          used.add(call.getArgument(0));
          call.<Pointer>getArgument(0).setInt(0, 0);
          return used.size() % 2 == 0 ? 0 : 122;
        });
    assertThat(tables.listeners(ListenerQuery.ofPort(8055, Protocol.TCP))).isEmpty();
    assertThat(tables.isAnySocketAt(8055)).isFalse();
    assertThat(used).hasSize(8).noneMatch(Memory::valid);
  }

  @Test
  void tableThatNeverStopsGrowingIsGivenUp() {
    answer(call -> 122);
    assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> tables.listeners(ListenerQuery.ofPort(8055, Protocol.TCP)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(122));
  }

  @Test
  void failureNamesFunctionCodeAndTable() {
    answer(call -> 87);
    assertThatExceptionOfType(NativeCallException.class)
        .isThrownBy(() -> tables.listeners(ListenerQuery.ofPort(8055, Protocol.TCP)))
        .withMessageContaining("GetExtendedTcpTable failed with error 87")
        .withMessageContaining("TCP4");
  }
}
