package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.os.linux.Machine;
import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that goes through all threads in one run, in the running kernel. */
@EnabledOnOs(OS.LINUX)
class SweepProgramTest {

  @TempDir Path folder;

  @BeforeEach
  void needsTheRights() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    assumeTrue(RecordedCalls.kernelTakesAll(), "needs Linux 6.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unshared-thread", "dead-main", "shared"})
  void holders_areProved_byOneRun(String way) throws Exception {
    RecordedCalls calls = RecordedCalls.running();
    try (Holder holder = Holder.start(folder, "holder.c", way);
        KernelWalk walk = load(calls);
        Inquiry inquiry = walk.ask(holder.inodes())) {
      calls.takeWalks();
      inquiry.all();
      assertThat(inquiry.isComplete()).isTrue();
      assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).contains(holder.pid());
      assertThat(calls.takeWalks()).containsExactly(sweep(walk).program());
    }
  }

  /** As process 1 is: here a holder is, of which the kernel tells. */
  @ParameterizedTest
  @ValueSource(strings = {"unshared-thread", "dead-main"})
  void processThatIsLeftToTheIterator_isProved_whereThatTellsOfIt(String way) throws Exception {
    try (Holder holder = Holder.start(folder, "holder.c", way);
        KernelWalk walk = load(RecordedCalls.running())) {
      LoadedProgram leaving = leaving(walk, holder.pid(), holder.pid());
      try (Inquiry inquiry = walk.ask(holder.inodes())) {
        assertThat(inquiry.all(leaving)).isTrue();
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).containsExactly(holder.pid());
      } finally {
        leaving.close(walk.objects().calls());
      }
    }
  }

  /** As a hardened machine does it with process 1: the iterator here tells of another one. */
  @Test
  void processThatTheIteratorKeepsBack_isNotGoneThrough() throws Exception {
    try (Holder holder = Holder.start(folder, "holder.c", "dead-main");
        KernelWalk walk = load(RecordedCalls.running())) {
      LoadedProgram leaving = leaving(walk, holder.pid(), (int) ProcessHandle.current().pid());
      try (Inquiry inquiry = walk.ask(holder.inodes())) {
        assertThat(inquiry.all(leaving)).isTrue();
        assertThat(inquiry.result().hits()).isEmpty();
      } finally {
        leaving.close(walk.objects().calls());
      }
    }
  }

  /** What changes its table all the time, or its table's size, is missed by no whole run. */
  @ParameterizedTest
  @CsvSource({"unshare, 40000", "grow, 2000"}) // so many that an error is found nearly always
  void holderWhoseTableChanges_isFoundByEveryWholeRun(String way, int walks) throws Exception {
    try (Holder holder = Holder.start(folder, "shifter.c", way);
        KernelWalk walk = load(RecordedCalls.withoutSkipping());
        Inquiry inquiry = walk.ask(holder.inodes())) {
      int whole = 0;
      for (int i = 0; i < walks; i++) {
        if (inquiry.all(sweep(walk))) {
          whole++;
          assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).contains(holder.pid());
        }
      }
      assertThat(whole).isPositive();
    }
  }

  @Test
  void tableOfMorePlacesThanItsBound_isLeftToTheLastProgram() throws Exception {
    RecordedCalls calls = RecordedCalls.withMostPlaces(10_000);
    try (Holder holder = Holder.start(folder, "shifter.c", "high");
        KernelWalk walk = load(calls);
        Inquiry inquiry = walk.ask(holder.inodes())) {
      calls.takeWalks();
      inquiry.all();
      assertThat(inquiry.isComplete()).isTrue();
      assertThat(calls.takeWalks())
          .containsExactly(
              sweep(walk).program(),
              walk.programs().get(0).program(),
              walk.programs().get(1).program());
    }
  }

  @Test
  void runThatTakesTooLong_isBrokenOff_andNotTriedAgain() throws Exception {
    RecordedCalls calls = RecordedCalls.withoutPatience();
    try (Holder holder = Holder.start(folder, "holder.c", "dead-main");
        KernelWalk walk = load(calls)) {
      new SelfCheck(walk, new ProcFs(Path.of("/proc"))).require();
      assertThat(walk.isSmall()).isFalse();
      calls.takeWalks();
      try (Inquiry inquiry = walk.ask(holder.inodes())) {
        inquiry.all();
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(calls.takeWalks()).containsExactly(walk.programs().get(0).program());
        assertThat(inquiry.all(sweep(walk))).isFalse();
      }
    }
  }

  @Test
  void kernelThatRefusesIt_hasTheOthers_andSaysWhy() throws Exception {
    RecordedCalls calls = RecordedCalls.refusingTheSecond();
    try (Holder holder = Holder.start(folder, "holder.c", "dead-main");
        KernelWalk walk = load(calls);
        Inquiry inquiry = walk.ask(holder.inodes())) {
      assertThat(walk.sweep()).isEmpty();
      assertThat(walk.programs()).hasSize(2);
      assertThat(walk.refusal().flatMap(UnavailableException::log)).contains("unknown opcode e5");
      inquiry.all();
      assertThat(inquiry.isComplete()).isTrue();
    }
  }

  private static LoadedProgram sweep(KernelWalk walk) {
    return walk.sweep().orElseThrow();
  }

  /** Loads one that goes through all but one process, and lets the iterator tell of one. */
  private static LoadedProgram leaving(KernelWalk walk, int out, int told) throws Exception {
    KernelLayout layout = walk.layout();
    ProgramCode code = SweepProgram.code(layout, layout.tables().orElseThrow(), walk.map(), out);
    try (Scratch scratch = Scratch.borrow()) {
      return LoadedProgram.load(
          walk.objects(),
          scratch.memory(),
          new ProgramCode(code.instructions(), code.iterator(), OptionalInt.of(told)));
    }
  }

  private static KernelWalk load(BpfCalls calls) throws Exception {
    return KernelWalk.load(calls, RunningTypes.layout());
  }
}
