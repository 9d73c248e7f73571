package dev.portmanager.os.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.os.linux.Machine;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All programs in the running kernel, on sockets of this process. */
@EnabledOnOs(OS.LINUX)
class ProgramsTest {

  private static final int F_DUPFD_CLOEXEC = 1030; // fcntl.h
  private static final ProcFs PROC = new ProcFs(Path.of("/proc"));

  private final List<ServerSocket> sockets = new ArrayList<>();

  @BeforeEach
  void needsTheRights() {
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
  }

  @AfterEach
  void close() throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  /** More than the kernel takes of one process at once, 32 KiB of rows: so each has to do. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50, 2_000})
  void socketsOfThisProcess_areFoundEach_andProved(int count) throws Exception {
    LongSet inodes = open(count);
    try (KernelWalk walk = load()) {
      int self = (int) ProcessHandle.current().pid();
      try (Inquiry inquiry = walk.ask(inodes)) {
        inquiry.one(self);
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).hasSize(count).allMatch(hit -> hit.pid() == self);
        inquiry.all();
        assertThat(inquiry.isComplete()).isTrue();
        assertThat(inquiry.result().hits()).hasSize(count).allMatch(hit -> hit.pid() == self);
      }
    }
  }

  @Test
  void eachProgramAlone_tellsTheSame() throws Exception {
    LongSet inodes = open(20);
    int self = (int) ProcessHandle.current().pid();
    try (KernelWalk walk = load()) {
      List<Set<OwnerHit>> answers = new ArrayList<>();
      for (LoadedProgram program : walk.programs()) {
        try (Inquiry inquiry = walk.ask(inodes)) {
          assertThat(inquiry.one(program, self)).isTrue();
          assertThat(inquiry.isComplete()).isTrue();
          answers.add(new HashSet<>(inquiry.result().hits()));
        }
      }
      if (walk.sweep().isPresent()) {
        try (Inquiry inquiry = walk.ask(inodes)) {
          assertThat(inquiry.all(walk.sweep().get())).isTrue();
          assertThat(inquiry.isComplete()).isTrue();
          answers.add(new HashSet<>(inquiry.result().hits()));
        }
      }
      assertThat(answers).hasSize(RecordedCalls.kernelTakesAll() ? 3 : 1);
      assertThat(answers).allMatch(answer -> answer.size() == 20);
      assertThat(new HashSet<>(answers)).hasSize(1);
    }
  }

  /** Each look-up takes its sockets back out of the kernel's map, or that would be full one day. */
  @Test
  void moreSocketsThanTheMapHolds_oneAfterTheOther_areAskedFor() throws Exception {
    try (KernelWalk walk = load()) {
      for (int inode = 1; inode <= WantedInodes.MOST + 1; inode++) {
        walk.ask(new LongSet(inode)).close();
      }
    }
  }

  /** Places without anything between, some of 64 in a row, are passed over: not more of them. */
  @Test
  void descriptorsFarApart_areAllSeen_byEachProgram() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    List<Integer> descriptors = new ArrayList<>();
    descriptors.add(LibC.socket(2, 1 | LibC.O_CLOEXEC, 0)); // AF_INET, SOCK_STREAM
    try (KernelWalk walk = load()) {
      for (int least : new int[] {300, 319, 383, 384, 447, 512, 575, 1000, 1023, 1024}) {
        descriptors.add(LibC.fcntl(descriptors.get(0), F_DUPFD_CLOEXEC, least));
      }
      assertThat(descriptors).doesNotContain(-1);
      String link = link(Path.of("/proc/self/fd/" + descriptors.get(0)));
      LongSet inode = new LongSet(Long.parseLong(link.substring(8, link.length() - 1)));
      try (Inquiry inquiry = walk.ask(inode)) {
        for (LoadedProgram program : walk.programs()) {
          assertThat(inquiry.one(program, self)).isTrue();
          assertThat(inquiry.isComplete()).isTrue();
          assertThat(inquiry.all(program)).isTrue();
          assertThat(inquiry.isComplete()).isTrue();
        }
        if (walk.sweep().isPresent()) {
          assertThat(inquiry.all(walk.sweep().get())).isTrue();
          assertThat(inquiry.isComplete()).isTrue();
        }
      }
    } finally {
      descriptors.forEach(LibC::close);
    }
  }

  private LongSet open(int count) throws IOException {
    Set<Long> before = inodes();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0));
    }
    Set<Long> after = inodes();
    after.removeAll(before);
    assertThat(after).hasSize(count);
    return new LongSet(after.stream().mapToLong(Long::longValue).toArray());
  }

  private static Set<Long> inodes() throws IOException {
    Set<Long> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String target = Files.isSymbolicLink(file) ? link(file) : "";
        if (target.startsWith("socket:[")) {
          inodes.add(Long.valueOf(target.substring(8, target.length() - 1)));
        }
      }
    }
    return inodes;
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return ""; // closed since: the folder's own
    }
  }

  private static KernelWalk load() throws Exception {
    return KernelSource.running(
            PROC, ProgramsTest::visibility, new Agreement(new OwnerScan("/proc"), LongSet::new))
        .load();
  }

  private static Visibility visibility() {
    try {
      return Visibility.read(PROC);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
