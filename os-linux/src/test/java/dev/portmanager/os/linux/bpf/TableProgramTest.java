package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.Machine;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.spi.ListenerQuery;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which program answers in the running kernel, and whether the quick one leaves anybody out. */
@EnabledOnOs(OS.LINUX)
class TableProgramTest {

  private static final int WALKS = 2_000;

  @TempDir Path folder;

  @BeforeEach
  void needsTheRights() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
  }

  @Test
  void kernelThatTakesBoth_hasBoth_andNothingIsRefused() throws Exception {
    assumeTrue(RecordedCalls.kernelTakesBoth(), "needs Linux 6.9");
    try (KernelWalk walk = load(RecordedCalls.running())) {
      assertThat(walk.refusal()).isEmpty();
      assertThat(walk.programs()).hasSize(2);
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
    assumeTrue(refusing || RecordedCalls.kernelTakesBoth(), "needs Linux 6.9");
    RecordedCalls calls = refusing ? RecordedCalls.refusingTheFirst() : RecordedCalls.running();
    Process holder = start("holder.c", way);
    try (KernelWalk walk = load(calls)) {
      assertThat(walk.programs()).hasSize(refusing ? 1 : 2);
      assertThat(walk.refusal().isPresent()).isEqualTo(refusing);
      int first = walk.programs().get(0).program();
      int pid = (int) holder.pid();
      calls.takeWalks();
      try (Inquiry inquiry = walk.ask(inodes(holder))) {
        inquiry.one(pid);
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).containsExactly(pid);
        inquiry.all();
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).containsExactly(pid);
      }
      assertThat(calls.takeWalks()).containsExactly(first, first);
    } finally {
      holder.destroyForcibly();
    }
  }

  /** What changes its table all the time, or its table's size, is missed by no walk. */
  @ParameterizedTest
  @ValueSource(strings = {"unshare", "grow"})
  void holderWhoseTableChanges_isFoundByEveryWalk(String way) throws Exception {
    Process holder = start("shifter.c", way);
    try (KernelWalk walk = load(RecordedCalls.running());
        Inquiry inquiry = walk.ask(inodes(holder))) {
      int pid = (int) holder.pid();
      for (int i = 0; i < WALKS; i++) {
        inquiry.all();
        assertThat(inquiry.result().hits()).extracting(OwnerHit::pid).contains(pid);
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  /** The bound is set low: few machines allow a table of more than a million places. */
  @Test
  void tableOfMorePlacesThanItsBound_isLeftToTheOtherProgram() throws Exception {
    assumeTrue(RecordedCalls.kernelTakesBoth(), "needs Linux 6.9");
    RecordedCalls calls = RecordedCalls.withMostPlaces(10_000);
    Process holder = start("shifter.c", "high");
    try (KernelWalk walk = load(calls);
        Inquiry inquiry = walk.ask(inodes(holder))) {
      calls.takeWalks();
      inquiry.one((int) holder.pid());
      assertThat(inquiry.isComplete()).isTrue();
      assertThat(calls.takeWalks())
          .containsExactly(walk.programs().get(0).program(), walk.programs().get(1).program());
    } finally {
      holder.destroyForcibly();
    }
  }

  private static KernelWalk load(BpfCalls calls) throws Exception {
    return KernelWalk.load(calls, RunningTypes.layout());
  }

  private Process start(String program, String way) throws Exception {
    return new ProcessBuilder(Machine.compile(folder, program).toString(), way).start();
  }

  private static LongSet inodes(Process holder) throws Exception {
    BufferedReader output = holder.inputReader(StandardCharsets.US_ASCII);
    int port = Integer.parseInt(output.readLine());
    List<Long> inodes =
        new SocketDumps()
            .listeners(ListenerQuery.ofPort(port, Protocol.TCP), Protocol.TCP).stream()
                .map(row -> row.inode())
                .toList();
    assertThat(inodes).hasSize(1);
    return new LongSet(inodes.get(0));
  }
}
