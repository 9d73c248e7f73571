package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.bpf.Agreement;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ScanResult;
import dev.portmanager.spi.ListenerQuery;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a crowd of processes does with its sockets, the kernel and /proc name the same owners.
 */
class KernelAgreementTest {

  private static final int ROUNDS = 40;

  @TempDir Path folder;

  private final LinuxProcessKiller kernel = new LinuxProcessKiller(Optional.of(KernelMode.ON));

  @BeforeEach
  void askTheKernel() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    assertThat(kernel.kernelTier().tryNow(Duration.ofSeconds(60)))
        .isInstanceOf(KernelTier.InUse.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void crowdThatStandsStill_isSeenAlike_byQuestionsAndByTheWalk(int seed) throws Exception {
    Process crowd = start(seed, true);
    try {
      List<Integer> ports = ports(crowd);
      // The first time all are walked over; the second, the holders that are known are asked.
      for (int time = 1; time <= 2; time++) {
        for (int port : ports) {
          ListenerQuery query = ListenerQuery.ofPort(port, Protocol.TCP);
          assertThat(owners(kernel.listeners(query)))
              .as("port %d, seed %d, time %d", port, seed, time)
              .isEqualTo(scanned(query));
        }
        ListenerQuery all = ListenerQuery.ofPorts(ports, Protocol.TCP);
        assertThat(owners(kernel.listeners(all))).isEqualTo(scanned(all));
      }
      assertThat(kernel.means()).isEqualTo(Means.KERNEL);
    } finally {
      crowd.destroyForcibly();
    }
  }

  @Test
  void crowdThatComesAndGoes_isSeenAlike() throws Exception {
    Process crowd = start(99, false);
    try {
      ListenerQuery query = ListenerQuery.ofPorts(ports(crowd), Protocol.TCP);
      KernelWalk walk = kernel.kernelTier().walk().orElseThrow();
      for (int round = 0; round < ROUNDS; round++) {
        new Agreement(new OwnerScan("/proc"), () -> inodes(query)).require(walk);
        // And a look-up in the middle of it never fails.
        assertThat(kernel.listeners(query)).isNotEmpty();
        assertThat(kernel.listenersAtLeast(query)).isNotEmpty();
      }
      assertThat(kernel.kernelTier().state()).isInstanceOf(KernelTier.InUse.class);
    } finally {
      crowd.destroyForcibly();
    }
  }

  private Process start(int seed, boolean still) throws Exception {
    Path program = Machine.compile(folder, "crowd.c");
    return new ProcessBuilder(program.toString(), "" + seed, still ? "1" : "0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<Integer> ports(Process crowd) throws Exception {
    List<Integer> ports = new ArrayList<>();
    BufferedReader output = crowd.inputReader(StandardCharsets.US_ASCII);
    for (String line = output.readLine(); !line.equals("ready"); line = output.readLine()) {
      ports.add(Integer.valueOf(line));
    }
    return ports;
  }

  /** What is known of each port; that nobody can be seen is one answer, in whichever words. */
  private static Map<Integer, List<Long>> owners(List<Listener> listeners) {
    Map<Integer, List<Long>> owners = new TreeMap<>();
    for (Listener listener : listeners) {
      owners.put(
          listener.port(),
          listener.ownership() instanceof Ownership.Known known
              ? known.owners().stream().map(ProcessInfo::pid).toList()
              : List.of());
    }
    return owners;
  }

  /**
   * What every table of every thread in /proc says: more than a look-up there takes the time for.
   */
  private static Map<Integer, List<Long>> scanned(ListenerQuery query) {
    ScanResult scan = new OwnerScan("/proc").all(inodes(query), OwnerScan.Depth.THREADS);
    Map<Integer, List<Long>> owners = new TreeMap<>();
    for (SocketRow row : rows(query)) {
      owners.put(
          row.address().getPort(),
          scan.ownersOf(row.inode()).stream().map(hit -> (long) hit.pid()).toList());
    }
    return owners;
  }

  private static LongSet inodes(ListenerQuery query) {
    return new LongSet(
        rows(query).stream().mapToLong(SocketRow::inode).filter(inode -> inode != 0).toArray());
  }

  private static List<SocketRow> rows(ListenerQuery query) {
    try {
      return new SocketDumps().listeners(query, Protocol.TCP);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
