package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Protocol;
import dev.portmanager.os.linux.bpf.Inquiry;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.spi.ListenerQuery;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What asking the kernel leaves behind: nothing. */
class KernelTracesTest {

  private static final int QUESTIONS = 100_000;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @BeforeEach
  void needsTheRights() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
  }

  @Test
  void manyQuestions_leaveNoDescriptorOpen() throws Exception {
    LinuxProcessKiller killer = new LinuxProcessKiller(Optional.of(KernelMode.ON));
    assertThat(killer.kernelTier().tryNow(DEADLINE)).isInstanceOf(KernelTier.InUse.class);
    KernelWalk walk = killer.kernelTier().walk().orElseThrow();
    int self = (int) ProcessHandle.current().pid();
    try (ServerSocket socket = new ServerSocket(0)) {
      long inode = inode(socket.getLocalPort());
      ask(walk, inode, self);
      long before = bpfDescriptors(self);
      for (int i = 0; i < QUESTIONS; i++) {
        ask(walk, inode, self);
      }
      assertThat(bpfDescriptors(self)).isEqualTo(before);
    }
    assertThat(killer.kernelTier().state()).isInstanceOf(KernelTier.InUse.class);
  }

  private static void ask(KernelWalk walk, long inode, int process) throws Exception {
    try (Inquiry inquiry = walk.ask(new LongSet(inode))) {
      inquiry.one(process);
      List<OwnerHit> hits = inquiry.result().hits();
      assertThat(hits.size() == 1 && hits.get(0).pid() == process).isTrue();
    }
  }

  @Test
  void killedJvm_leavesNoProgramMapOrLink() throws Exception {
    Process jvm = new ProcessBuilder(Machine.java(List.of(), "kernel")).start();
    try {
      assertThat(jvm.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("InUse");
      List<Long> programs = idsOf(jvm.pid(), "prog_id:");
      List<Long> maps = idsOf(jvm.pid(), "map_id:");
      assertThat(programs).hasSizeBetween(1, 3).allMatch(id -> exists(Kind.PROGRAM, id));
      assertThat(maps).hasSize(1).allMatch(id -> exists(Kind.MAP, id));
      jvm.destroyForcibly();
      assertThat(jvm.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      programs.forEach(id -> awaitGone(Kind.PROGRAM, id));
      maps.forEach(id -> awaitGone(Kind.MAP, id));
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** What can be opened by its number: the commands of bpf(2) for that. */
  private enum Kind {
    PROGRAM(13),
    MAP(14);

    private final int command;

    Kind(int command) {
      this.command = command;
    }
  }

  /** The kernel takes things back some moments later, when nothing reads them any more. */
  private static void awaitGone(Kind kind, long id) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (exists(kind, id)) {
      assertThat(System.nanoTime()).as("%s %d is gone in time", kind, id).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static boolean exists(Kind kind, long id) {
    OffHeap attributes = OffHeap.allocate(16);
    attributes.bytes().putInt(0, (int) id);
    long number = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    long descriptor = LibC.syscall(number, kind.command, attributes.at(0), 12, 0, 0);
    if (descriptor < 0) {
      assertThat(LibC.errno()).isEqualTo(Errno.ENOENT);
      return false;
    }
    LibC.close((int) descriptor);
    return true;
  }

  private static List<Long> idsOf(long pid, String key) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String text = Files.readString(file);
        if (!text.contains("link_id:")) {
          text.lines()
              .filter(line -> line.startsWith(key))
              .forEach(line -> ids.add(Long.valueOf(line.substring(key.length()).strip())));
        }
      }
    }
    return ids;
  }

  private static long bpfDescriptors(int pid) throws IOException {
    long count = 0;
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        count += isBpf(file) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isBpf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("bpf");
    } catch (IOException e) {
      return false; // closed since
    }
  }

  private static long inode(int port) throws Exception {
    return new SocketDumps()
        .listeners(ListenerQuery.ofPort(port, Protocol.TCP), Protocol.TCP)
        .get(0)
        .inode();
  }
}
