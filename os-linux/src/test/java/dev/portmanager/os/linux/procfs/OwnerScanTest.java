package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.NativeCallException;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.testkit.ChildListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OwnerScanTest {

  private static final int CHILDREN = 4;

  @Test
  void twoWorkers_findEveryOwnerThatOneFinds_andEachOnce() throws Exception {
    List<ChildListener> children = new ArrayList<>();
    try {
      for (int i = 0; i < CHILDREN; i++) {
        children.add(ChildListener.builder().start());
      }
      long[] inodes = children.stream().mapToLong(OwnerScanTest::inode).toArray();
      Integer[] pids = children.stream().map(child -> (int) child.pid()).toArray(Integer[]::new);
      for (int many : new int[] {1, Integer.MAX_VALUE}) {
        ScanResult result =
            new OwnerScan("/proc", many, OwnerScan.Manner.LINKS)
                .all(new LongSet(inodes), OwnerScan.Depth.PROCESSES);
        assertThat(result.hits())
            .as("shared from %d processes on", many)
            .extracting(OwnerHit::pid)
            .containsExactlyInAnyOrder(pids);
      }
    } finally {
      children.forEach(ChildListener::close);
    }
  }

  @Test
  void order_leavesNoProcessOut_howeverWrongItIs() throws Exception {
    try (ChildListener child = ChildListener.builder().start()) {
      int own = (int) ProcessHandle.current().pid();
      for (int[] first : new int[][] {{}, {own}, {(int) child.pid()}, {Integer.MAX_VALUE}}) {
        OwnerScan.Order order = new OwnerScan.Order(first, Set.of(4_000_000L));
        ScanResult result = new OwnerScan("/proc").untilFound(new LongSet(inode(child)), order);
        assertThat(result.hits())
            .as("first %s", Arrays.toString(first))
            .extracting(OwnerHit::pid)
            .containsExactly((int) child.pid());
      }
    }
  }

  @Test
  void interruptDuringAPassOfTwo_isKept_andThePassIsWhole() throws Exception {
    try (ChildListener child = ChildListener.builder().start()) {
      LongSet wanted = new LongSet(inode(child));
      Thread.currentThread().interrupt();
      ScanResult result =
          new OwnerScan("/proc", 1, OwnerScan.Manner.LINKS).all(wanted, OwnerScan.Depth.THREADS);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(result.hits()).extracting(OwnerHit::pid).containsExactly((int) child.pid());
    }
  }

  @Test
  void missingProc_isAnError_notAnEmptyAnswer() {
    assertThatThrownBy(
            () -> new OwnerScan("/no/proc").all(new LongSet(1), OwnerScan.Depth.PROCESSES))
        .isInstanceOf(NativeCallException.class)
        .hasMessageContaining("/no/proc");
  }

  private static long inode(ChildListener child) {
    ListenerQuery query = ListenerQuery.ofPort(child.port(), Protocol.TCP);
    try {
      return new SocketDumps()
          .listeners(query, Protocol.TCP).stream()
              .filter(row -> row.address().equals(child.address()))
              .findFirst()
              .orElseThrow()
              .inode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
