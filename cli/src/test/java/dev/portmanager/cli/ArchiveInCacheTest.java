package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which class-data archive the start script gives to Java where the release cannot be written, so
 * that it lies in the user's cache. Java is a script that makes an archive, or says which one it
 * was given. Root writes everywhere; so where the tests are root's, another user starts the script.
 */
@EnabledOnOs(OS.LINUX)
class ArchiveInCacheTest {

  private static final int USER = 65534;
  private static final int STRANGER = 65533;

  private static final String JAVA =
      """
      #!/bin/sh
      for word; do
        case $word in
          -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}" && exit ;;
          -XX:SharedArchiveFile=*) echo "given ${word#*=}" ;;
        esac
      done
      """;

  @TempDir Path folder;
  private boolean root;
  private Path home;
  private Path parent;
  private Path cache;
  private CommandProcess portmanager;

  @BeforeEach
  void layOut() throws IOException {
    folder = folder.toRealPath();
    root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Path script = ReleaseLayout.in(folder.resolve("release"));
    home = Files.createDirectory(folder.resolve("java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, JAVA);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        mode(path, "r-xr-xr-x");
      }
    }
    mode(folder, "rwxr-xr-x");
    parent = Files.createDirectory(folder.resolve("xdg"));
    give(parent, USER);
    cache = parent.resolve("portmanager");
    List<String> start = new ArrayList<>();
    if (root) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
      start.addAll(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER));
      start.addAll(List.of("--clear-groups", "--"));
    }
    start.add(script.toString());
    portmanager = new CommandProcess(start, folder);
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private void give(Path path, int user) throws IOException {
    if (root) {
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private String start() {
    CommandProcess.Result result =
        portmanager.run(
            Map.of("JAVA_HOME", home.toString(), "XDG_CACHE_HOME", parent.toString()), "list");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.reduce((one, other) -> one.resolve("and").resolve(other)).orElseThrow();
    }
  }

  @Test
  void archiveOfOurs_isMadePrivately_andUsed() throws IOException {
    String first = start();
    assertThat(first).isEqualTo("given " + archive() + "\n");
    assertThat(archive()).hasParent(cache).hasContent("archive\n");
    assertThat(Files.getPosixFilePermissions(cache))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(start()).isEqualTo(first);
  }

  @Test
  void cacheThatOthersMayWrite_isNotUsed() throws IOException {
    start();
    for (String open : List.of("rwxrwx---", "rwx---rwx")) {
      mode(cache, open);
      assertThat(start()).as(open).isEmpty();
    }
    Files.setAttribute(cache, "unix:mode", 01777);
    assertThat(start()).as("sticky").isEmpty();
  }

  @Test
  void archiveThatOthersMayWrite_isNotUsed() throws IOException {
    start();
    mode(archive(), "rw-rw-rw-");
    assertThat(start()).isEmpty();
    mode(archive(), "rw-rw----");
    assertThat(start()).isEmpty();
  }

  @Test
  void folderAboveThatOthersMayWrite_isNotUsed_unlessSticky() throws IOException {
    start();
    mode(parent, "rwxrwxrwx");
    assertThat(start()).isEmpty();
    Files.setAttribute(parent, "unix:mode", 01777);
    assertThat(start()).startsWith("given ");
  }

  @Test
  void symbolicLinkInPlaceOfTheArchive_isNotUsed() throws IOException {
    start();
    Path moved = folder.resolve("moved");
    Path archive = archive();
    Files.move(archive, moved);
    Files.createSymbolicLink(archive, moved);
    give(archive, USER);
    assertThat(start()).isEmpty();
  }

  @Test
  void archiveOfAnotherUser_isNotUsed() throws IOException {
    assumeTrue(root, "only root can give a file away");
    start();
    give(archive(), STRANGER);
    assertThat(start()).isEmpty();
  }

  @Test
  void cacheOfAnotherUser_isNotUsed() throws IOException {
    assumeTrue(root, "only root can give a folder away");
    start();
    mode(cache, "rwxr-xr-x");
    give(cache, STRANGER);
    assertThat(start()).isEmpty();
  }

  @Test
  void cacheInAnotherUsersFolder_isNotUsed() throws IOException {
    assumeTrue(root, "only root can give a folder away");
    start();
    mode(parent, "rwxr-xr-x");
    give(parent, STRANGER);
    assertThat(start()).isEmpty();
  }
}
