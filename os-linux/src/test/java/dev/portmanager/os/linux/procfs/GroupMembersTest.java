package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.portmanager.testkit.ChildListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real control groups, where this user may make some. */
@EnabledOnOs(OS.LINUX)
class GroupMembersTest {

  private String mount = "";
  private Path outer = Path.of("");
  private Path inner = Path.of("");

  @BeforeEach
  void makeGroups() throws IOException {
    mount = ControlGroups.mountPoint(Files.readString(Path.of("/proc/self/mountinfo"))).orElse("");
    outer = Path.of(mount, "portmanager-test-" + ProcessHandle.current().pid());
    inner = outer.resolve("inner");
    assumeThat(mount).isNotEmpty();
    assumeThat(Files.isWritable(Path.of(mount))).isTrue();
    Files.createDirectories(inner);
  }

  @AfterEach
  void removeGroups() throws IOException {
    if (!mount.isEmpty()) {
      Files.deleteIfExists(inner);
      Files.deleteIfExists(outer);
    }
  }

  @Test
  void members_areFound_byTheIdAndByWalking() throws Exception {
    long id = id(inner);
    GroupMembers groups = new GroupMembers(mount);
    ChildListener child = ChildListener.builder().start();
    try {
      Files.writeString(inner.resolve("cgroup.procs"), child.pid() + "\n");
      assertThat(groups.of(id)).containsExactly((int) child.pid());
      assertThat(groups.find(id, false)).containsExactly((int) child.pid());
      assertThat(groups.of(id(outer))).isEmpty();
    } finally {
      Files.writeString(Path.of(mount, "cgroup.procs"), child.pid() + "\n");
      child.close();
    }
  }

  @Test
  void groupThatIsGone_rootOrUnknown_hasNoMembers() throws Exception {
    long gone = id(inner);
    Files.delete(inner);
    GroupMembers groups = new GroupMembers(mount);
    for (long id : new long[] {gone, 0, 1, Long.MAX_VALUE}) {
      assertThat(groups.of(id)).as("group %d", id).isEmpty();
    }
    assertThat(groups.find(gone, false)).isEmpty();
    assertThat(new GroupMembers("/no/such/folder").of(4711)).isEmpty();
  }

  @Test
  void groupsAsLongAsAPathMayBe_areWalked(@TempDir Path top) throws Exception {
    Path deepest = top;
    while (deepest.toString().length() < 4_000) {
      deepest = deepest.resolve("a-control-group-in-another");
    }
    Files.createDirectories(deepest);
    Files.writeString(deepest.resolve("cgroup.procs"), "4711\n");
    GroupMembers groups = new GroupMembers(top.toString());
    assertThat(groups.find(id(deepest), false)).containsExactly(4711);
    assertThat(groups.find(Long.MAX_VALUE, false)).isEmpty();
  }

  private static long id(Path group) throws IOException {
    return (Long) Files.getAttribute(group, "unix:ino");
  }
}
