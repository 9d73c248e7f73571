package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.procfs.LongSet;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mockito.invocation.InvocationOnMock;

/** A kernel that refuses one call after another; what it gave before is given back. */
@EnabledOnOs(OS.LINUX)
class FallbackTest {

  private static final int MAP = 10;
  private static final int PROGRAM = 11;
  private static final int LINK = 12;
  private static final int ROWS = 13;

  private final BpfCalls calls = mock(BpfCalls.class);

  @BeforeEach
  void answer() {
    answer(BpfCalls.BPF_MAP_CREATE, MAP);
    answer(BpfCalls.BPF_PROG_LOAD, PROGRAM);
    answer(BpfCalls.BPF_LINK_CREATE, LINK);
    answer(BpfCalls.BPF_ITER_CREATE, ROWS);
  }

  private void answer(int command, int result) {
    when(calls.bpf(eq(command), any(), anyInt())).thenReturn(result);
  }

  @Test
  void noRightToLoad_isSaid_andTheMapIsGivenBack() {
    answer(BpfCalls.BPF_PROG_LOAD, -Errno.EPERM);
    assertThatThrownBy(this::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessage("bpf(BPF_PROG_LOAD) failed: operation not permitted (EPERM)");
    verify(calls).close(MAP);
  }

  @Test
  void kernelOrSandboxWithoutTheCall_isSaid() {
    answer(BpfCalls.BPF_MAP_CREATE, -Errno.ENOSYS);
    assertThatThrownBy(this::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("seccomp");
    verify(calls, never()).close(anyInt());
  }

  @Test
  void refusedProgram_bringsTheVerifiersLog() {
    when(calls.bpf(eq(BpfCalls.BPF_PROG_LOAD), any(), anyInt())).then(FallbackTest::refuse);
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.log()).contains("R9 invalid mem access 'scalar'"));
  }

  /** As the verifier does: text at the address in {@code log_buf}, if there is one. */
  private static int refuse(InvocationOnMock call) {
    OffHeap attributes = call.getArgument(1);
    long log = attributes.bytes().getLong(32);
    if (log != 0) {
      byte[] text = "R9 invalid mem access 'scalar'\n\0".getBytes(StandardCharsets.US_ASCII);
      new com.sun.jna.Pointer(log).write(0, text, 0, text.length);
    }
    return -Errno.EACCES;
  }

  @Test
  void refusedLink_givesMapAndProgramBack() {
    answer(BpfCalls.BPF_LINK_CREATE, -Errno.EINVAL);
    assertThatThrownBy(this::load).isInstanceOf(UnavailableException.class);
    verify(calls).close(MAP);
    verify(calls).close(PROGRAM);
  }

  @Test
  void olderKernel_thatCannotWalkOneProcess_walksAllOfThem() throws Exception {
    when(calls.bpf(eq(BpfCalls.BPF_LINK_CREATE), any(), anyInt()))
        .then(
            call -> {
              OffHeap attributes = call.getArgument(1);
              return attributes.bytes().getLong(16) == 0 ? LINK : -Errno.EINVAL;
            });
    try (KernelWalk walk = load()) {
      assertThat(walk.asksOne()).isFalse();
      try (Inquiry inquiry = walk.ask(new LongSet(5))) {
        inquiry.all();
        assertThat(inquiry.result().hits()).isEmpty();
      }
    }
  }

  @Test
  void refusedWalk_endsTheLookUp_andGivesEverythingBack() throws Exception {
    KernelWalk walk = load();
    answer(BpfCalls.BPF_ITER_CREATE, -Errno.EMFILE);
    try (Inquiry inquiry = walk.ask(new LongSet(5))) {
      assertThatThrownBy(inquiry::all)
          .isInstanceOfSatisfying(BpfException.class, e -> assertThat(e.isPassing()).isTrue());
      walk.close();
      verify(calls, never()).close(MAP); // an inquiry still uses it
    }
    verify(calls).close(MAP);
    verify(calls).close(PROGRAM);
    assertThatThrownBy(() -> walk.ask(new LongSet(5))).isInstanceOf(UnavailableException.class);
  }

  @Test
  void brokenRead_isAnError_andNotTheEnd() throws Exception {
    when(calls.read(eq(ROWS), any(), anyInt(), anyInt())).thenReturn(-Errno.EPERM);
    try (KernelWalk walk = load();
        Inquiry inquiry = walk.ask(new LongSet(5))) {
      assertThatThrownBy(inquiry::all).isInstanceOf(BpfException.class);
      verify(calls).close(ROWS);
    }
  }

  @Test
  void walkThatTheKernelBreaksOff_goesOn_untilItsEnd() throws Exception {
    when(calls.read(eq(ROWS), any(), anyInt(), anyInt()))
        .thenReturn(-Errno.EAGAIN, -Errno.EAGAIN, 0);
    try (KernelWalk walk = load();
        Inquiry inquiry = walk.ask(new LongSet(5))) {
      inquiry.all();
      assertThat(inquiry.hasOwners()).isFalse();
    }
  }

  @Test
  void fullMap_isAPassingFailure_andLeavesNoInodeBehind() throws Exception {
    KernelWalk walk = load();
    when(calls.bpf(eq(BpfCalls.BPF_MAP_UPDATE_ELEM), any(), anyInt())).thenReturn(0, -Errno.E2BIG);
    assertThatThrownBy(() -> walk.ask(new LongSet(5, 6)))
        .isInstanceOfSatisfying(BpfException.class, e -> assertThat(e.isPassing()).isTrue());
    verify(calls).bpf(eq(BpfCalls.BPF_MAP_DELETE_ELEM), any(), anyInt());
    walk.close();
    verify(calls).close(MAP);
  }

  private static final int SLOWER = 21;
  private static final int SLOWER_LINK = 22;

  /** A kernel that takes both programs, each with its link. */
  private KernelWalk loadBoth() throws UnavailableException {
    when(calls.bpf(eq(BpfCalls.BPF_PROG_LOAD), any(), anyInt())).thenReturn(PROGRAM, SLOWER);
    when(calls.bpf(eq(BpfCalls.BPF_LINK_CREATE), any(), anyInt()))
        .then(
            call -> {
              OffHeap attributes = call.getArgument(1);
              return attributes.bytes().getInt(0) == PROGRAM ? LINK : SLOWER_LINK;
            });
    return loadWithTables();
  }

  private KernelWalk loadWithTables() throws UnavailableException {
    return KernelWalk.load(calls, KernelLayout.of(Btf.parse(BtfBlob.kernelWithTables())));
  }

  @Test
  void quickProgramThatTheVerifierRefuses_leavesTheOther() throws Exception {
    when(calls.bpf(eq(BpfCalls.BPF_PROG_LOAD), any(), anyInt()))
        .thenReturn(-Errno.EINVAL, -Errno.EINVAL, PROGRAM); // the second time for the log
    try (KernelWalk walk = loadWithTables()) {
      assertThat(walk.programs()).containsExactly(new LoadedProgram(PROGRAM, LINK));
    }
  }

  @Test
  void quickProgramForWantOfMemory_isAPassingFailure() {
    answer(BpfCalls.BPF_PROG_LOAD, -Errno.ENOMEM);
    assertThatThrownBy(this::loadWithTables)
        .isInstanceOfSatisfying(BpfException.class, e -> assertThat(e.isPassing()).isTrue());
    verify(calls).close(MAP);
  }

  @Test
  void moreRowsOfAProcessThanFit_orATableCutShort_areReadByTheOtherProgram() throws Exception {
    try (KernelWalk walk = loadBoth()) {
      assertThat(walk.programs())
          .containsExactly(
              new LoadedProgram(PROGRAM, LINK), new LoadedProgram(SLOWER, SLOWER_LINK));
      when(calls.read(eq(ROWS), any(), anyInt(), anyInt()))
          .thenReturn(-Errno.E2BIG)
          .then(call -> rows(call, 5, 0))
          .thenReturn(0)
          .then(call -> rows(call, 0, 1))
          .thenReturn(0)
          .then(call -> rows(call, 5, 0))
          .thenReturn(0);
      try (Inquiry inquiry = walk.ask(new LongSet(5))) {
        inquiry.all();
        assertThat(inquiry.isComplete()).isTrue();
        inquiry.one(7);
        assertThat(inquiry.isComplete()).isTrue();
      }
    }
    verify(calls, times(4)).bpf(eq(BpfCalls.BPF_ITER_CREATE), any(), anyInt());
    verify(calls).close(PROGRAM);
    verify(calls).close(SLOWER);
  }

  /** One row of process 7, descriptor 3, with one reference. */
  private static int rows(InvocationOnMock call, long inode, int cut) {
    OffHeap memory = call.getArgument(1);
    int at = call.getArgument(2);
    memory.bytes().putInt(at, 7).putInt(at + 4, 7).putInt(at + 8, 3).putInt(at + 12, cut);
    memory.bytes().putLong(at + 16, inode).putLong(at + 24, 99).putLong(at + 32, 1);
    return TaskFileProgram.ROW;
  }

  @Test
  void architectureThatWasNeverTried_isNotTried() {
    assertThatThrownBy(() -> BpfSystemCall.of("s390x"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("s390x");
  }

  private KernelWalk load() throws UnavailableException {
    return KernelWalk.load(calls, KernelLayout.of(Btf.parse(BtfBlob.kernel("f_ref"))));
  }
}
