package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
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
