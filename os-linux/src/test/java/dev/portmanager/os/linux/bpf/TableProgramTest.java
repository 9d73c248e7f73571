package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.os.linux.Machine;
import dev.portmanager.os.linux.procfs.OwnerHit;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which program answers in the running kernel, and whether a quick one leaves anybody out. */
@EnabledOnOs(OS.LINUX)
class TableProgramTest {

  @TempDir Path folder;

  @BeforeEach
  void needsTheRights() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
  }

  @Test
  void kernelThatTakesAll_hasAll_andNothingIsRefused() throws Exception {
    assumeTrue(RecordedCalls.kernelTakesAll(), "needs Linux 6.9");
    try (KernelWalk walk = load(RecordedCalls.running())) {
      assertThat(walk.refusal()).isEmpty();
      assertThat(walk.programs()).hasSize(2);
      assertThat(walk.sweep()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unshared-thread, false",
    "unshared-thread, true",
    "dead-main, false",
    "dead-main, true"
  })
  void holderWithoutADescriptorInItsMainTable_isProved_byEitherProgramAlone(
      String way, boolean refusing) throws Exception {
    assumeTrue(refusing || RecordedCalls.kernelTakesAll(), "needs Linux 6.9");
    RecordedCalls calls = refusing ? RecordedCalls.refusingTheFirst() : RecordedCalls.running();
    try (Holder holder = Holder.start(folder, "holder.c", way);
        KernelWalk walk = load(calls)) {
      assertThat(walk.programs()).hasSize(refusing ? 1 : 2);
      assertThat(walk.refusal().isPresent()).isEqualTo(refusing);
      int first = walk.programs().get(0).program();
      int pid = holder.pid();
      calls.takeWalks();
      try (Inquiry inquiry = walk.ask(holder.inodes())) {
        inquiry.one(pid);
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).containsExactly(pid);
        assertThat(inquiry.all(walk.programs().get(0))).isTrue();
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).containsExactly(pid);
      }
      assertThat(calls.takeWalks()).containsExactly(first, first);
    }
  }

  /** What changes its table all the time, or its table's size, is missed by no walk. */
  @ParameterizedTest
  @CsvSource({"unshare, 40000", "grow, 2000"}) // so many that an error is found nearly always
  void holderWhoseTableChanges_isFoundByEveryWalk(String way, int walks) throws Exception {
    try (Holder holder = Holder.start(folder, "shifter.c", way);
        KernelWalk walk = load(RecordedCalls.withoutSkipping());
        Inquiry inquiry = walk.ask(holder.inodes())) {
      int pid = holder.pid();
      LoadedProgram program = walk.programs().get(0);
      for (int i = 0; i < walks; i++) {
        if (!inquiry.all(program)) {
          inquiry.all();
        }
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).contains(pid);
      }
    }
  }

  /** The bound is set low: few machines allow a table of more than a million places. */
  @Test
  void tableOfMorePlacesThanItsBound_isLeftToTheOtherProgram() throws Exception {
    assumeTrue(RecordedCalls.kernelTakesAll(), "needs Linux 6.9");
    RecordedCalls calls = RecordedCalls.withMostPlaces(10_000);
    try (Holder holder = Holder.start(folder, "shifter.c", "high");
        KernelWalk walk = load(calls);
        Inquiry inquiry = walk.ask(holder.inodes())) {
      calls.takeWalks();
      inquiry.one(holder.pid());
      assertThat(inquiry.isComplete()).isTrue();
      assertThat(calls.takeWalks())
          .containsExactly(walk.programs().get(0).program(), walk.programs().get(1).program());
    }
  }

  private static KernelWalk load(BpfCalls calls) throws Exception {
    return KernelWalk.load(calls, RunningTypes.layout());
  }
}
