package dev.portmanager.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes of two real users, in the machine's own registers. Needs root, to become another. */
@EnabledOnOs(OS.LINUX)
class TwoUsersTest {

  private static final String NOBODY = "65534";

  private Path copy;

  @BeforeEach
  void copyTheClassPathForEveryone() throws IOException {
    Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assumeTrue(uid.equals(0), "only root can become another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
    copy = Files.createTempDirectory(Path.of("/tmp"), "portmanager-two-users");
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        copyTree(from, copy.resolve(number++ + "-" + from.getFileName()));
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.copy(file, target);
        boolean folder = Files.isDirectory(target);
        Files.setPosixFilePermissions(
            target, PosixFilePermissions.fromString(folder ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  @AfterEach
  void removeTheCopy() throws IOException {
    if (copy != null) {
      try (Stream<Path> files = Files.walk(copy)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private List<String> java() throws IOException {
    try (Stream<Path> entries = Files.list(copy)) {
      List<String> classPath = entries.map(Path::toString).sorted().toList();
      return LeaserProcess.java(String.join(File.pathSeparator, classPath));
    }
  }

  private List<String> javaAsNobody() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    command.addAll(java());
    return command;
  }

  @Test
  void oneUsersPortIsNotGivenToTheOther() throws Exception {
    PortRange range = FreeWindow.of(2);
    try (LeaserProcess roots = LeaserProcess.start(java(), "a", range);
        LeaserProcess nobodys = LeaserProcess.start(javaAsNobody(), "a", range);
        LeaserProcess late = LeaserProcess.start(javaAsNobody(), "b", range);
        LeaserProcess later = LeaserProcess.start(java(), "c", range)) {
      assertThat(roots.said("PORT")).hasSize(1).isNotEqualTo(nobodys.said("PORT"));
      assertThat(nobodys.said("PORT")).hasSize(1);
      assertThat(nobodys.said("LEASE"))
          .contains(roots.said("PORT").get(0) + " a root")
          .contains(nobodys.said("PORT").get(0) + " a nobody");
      assertThat(late.said("NONE")).hasSize(1);
      assertThat(late.said("NONE").get(0)).contains("2 leased").contains("root").contains("nobody");
      assertThat(later.said("NONE")).hasSize(1);
    }
    try (LeaserProcess afterwards = LeaserProcess.start(javaAsNobody(), "d", range)) {
      assertThat(afterwards.said("PORT")).hasSize(1);
    }
  }
}
