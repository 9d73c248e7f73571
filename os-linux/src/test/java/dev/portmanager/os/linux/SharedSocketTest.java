package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.OwnerScan.Depth;
import dev.portmanager.spi.ListenerQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One socket, three processes: by a low descriptor, by a high one beside holes, and as parent. */
@EnabledOnOs(OS.LINUX)
class SharedSocketTest {

  private static final int HIGH = 777;
  private static final long DEADLINE_SECONDS = 10;

  @TempDir Path folder;

  private Optional<Process> parent = Optional.empty();
  private final List<Integer> pids = new ArrayList<>();
  private int port;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    assumeTrue(Machine.has("gcc"), "needs gcc");
    Process process =
        new ProcessBuilder(Machine.compile(folder, "holder.c").toString(), "shared").start();
    parent = Optional.of(process);
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    port = Integer.parseInt(output.readLine());
    for (int i = 0; i < 3; i++) {
      pids.add(Integer.valueOf(output.readLine()));
    }
  }

  @AfterEach
  void end() throws Exception {
    if (parent.isPresent()) {
      List<ProcessHandle> children = parent.get().children().toList();
      children.forEach(ProcessHandle::destroyForcibly);
      parent.get().destroyForcibly().waitFor();
    }
  }

  @Test
  void everyHolderIsFound_byLinks_andByComparisonFromTheFirstPassOn() throws Exception {
    for (OwnerScan scan : List.of(new OwnerScan("/proc"), OwnerScan.comparing("/proc"))) {
      for (int pass = 0; pass < 3; pass++) {
        assertThat(holders(scan)).as("pass %d", pass).containsExactlyInAnyOrderElementsOf(pids);
      }
    }
  }

  @Test
  void holderByAHighDescriptor_isFoundWithThatDescriptor() throws Exception {
    OwnerScan scan = OwnerScan.comparing("/proc");
    for (int pass = 0; pass < 2; pass++) {
      assertThat(scan.all(new LongSet(inode()), Depth.PROCESSES).hits())
          .as("pass %d", pass)
          .filteredOn(hit -> hit.pid() == pids.get(0))
          .extracting(OwnerHit::descriptor)
          .containsExactly(HIGH);
    }
  }

  @Test
  void holderComparedWith_ends_andTheOthersAreFoundAllTheSame() throws Exception {
    OwnerScan scan = OwnerScan.comparing("/proc");
    assertThat(holders(scan)).containsExactlyInAnyOrderElementsOf(pids);
    // Whichever is compared with: in one of these rounds it is the one that ended.
    for (int pid : pids.subList(0, 2)) {
      end(pid);
      List<Integer> left = pids.subList(pids.indexOf(pid) + 1, pids.size());
      assertThat(holders(scan)).containsExactlyInAnyOrderElementsOf(left);
    }
  }

  @Test
  void severalSockets_areToldApart() throws Exception {
    OwnerScan scan = OwnerScan.comparing("/proc");
    try (java.net.ServerSocket one = new java.net.ServerSocket(0);
        java.net.ServerSocket two = new java.net.ServerSocket(0)) {
      int self = (int) ProcessHandle.current().pid();
      long first = inode(one.getLocalPort());
      long second = inode(two.getLocalPort());
      LongSet wanted = new LongSet(first, inode(), second);
      for (int pass = 0; pass < 3; pass++) {
        List<OwnerHit> hits = scan.all(wanted, Depth.PROCESSES).hits();
        assertThat(hits).as("pass %d", pass).hasSize(5);
        assertThat(hits)
            .filteredOn(hit -> hit.pid() == self)
            .extracting(OwnerHit::inode)
            .containsExactlyInAnyOrder(first, second);
        assertThat(hits)
            .filteredOn(hit -> hit.pid() != self)
            .extracting(OwnerHit::inode)
            .containsOnly(inode());
      }
    }
  }

  private void end(int pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private List<Integer> holders(OwnerScan scan) throws Exception {
    return scan.all(new LongSet(inode()), Depth.PROCESSES).hits().stream()
        .map(OwnerHit::pid)
        .toList();
  }

  private long inode() throws Exception {
    return inode(port);
  }

  private static long inode(int port) throws Exception {
    List<SocketRow> rows =
        new SocketDumps().listeners(ListenerQuery.ofPort(port, Protocol.TCP), Protocol.TCP);
    assertThat(rows).hasSize(1);
    return rows.get(0).inode();
  }
}
