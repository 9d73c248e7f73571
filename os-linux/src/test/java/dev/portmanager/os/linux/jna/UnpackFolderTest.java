package dev.portmanager.os.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.PortManagerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class UnpackFolderTest {

  private static final int NOBODY = 65534;

  @TempDir Path root;
  private Path cache;
  private Path temporary;

  @BeforeEach
  void layOut() throws IOException {
    root = root.toRealPath();
    cache = Files.createDirectory(root.resolve("cache"));
    temporary = Files.createDirectory(root.resolve("temporary"));
    mode(cache, "rwx------");
    mode(temporary, "rwx------");
  }

  private static void mode(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private UnpackFolder choose() {
    return UnpackFolder.choose(cache.toString(), "/nonexistent", temporary);
  }

  private void assertPrivate(UnpackFolder folder) throws IOException {
    assertThat(folder.path()).hasParent(temporary);
    assertThat(Files.getPosixFilePermissions(folder.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    folder.remove();
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void cacheOfOurs_isUsed_andKept() throws IOException {
    UnpackFolder folder = choose();
    assertThat(folder.path()).isEqualTo(cache.resolve("JNA/temp"));
    assertThat(Files.getPosixFilePermissions(folder.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    folder.remove();
    assertThat(folder.path()).isDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void withoutTheVariable_itIsBelowTheHome() {
    assertThat(UnpackFolder.choose(null, root.toString(), temporary).path())
        .isEqualTo(root.resolve(".cache/JNA/temp"));
    assertThat(UnpackFolder.choose(" ", root.toString(), temporary).path())
        .isEqualTo(root.resolve(".cache/JNA/temp"));
  }

  @Test
  void folderThatDependsOnTheWorkingDirectory_isNotUsed() throws IOException {
    assertPrivate(UnpackFolder.choose("relative", "/nonexistent", temporary));
    assertPrivate(UnpackFolder.choose(null, "?", temporary));
    assertThat(Path.of("relative")).doesNotExist();
  }

  @Test
  void cacheThatOthersMayWrite_isNotUsed_andNothingIsPutThere() throws IOException {
    mode(cache, "rwxrwx---");
    assertPrivate(choose());
    mode(cache, "rwx---rwx");
    assertPrivate(choose());
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void folderThatOthersMayWrite_isNotUsed() throws IOException {
    mode(Files.createDirectories(cache.resolve("JNA/temp")), "rwxrwxrwx");
    assertPrivate(choose());
  }

  @Test
  void symbolicLinkAtTheEnd_isNotUsed() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.createDirectory(cache.resolve("JNA"));
    Files.createSymbolicLink(cache.resolve("JNA/temp"), elsewhere);
    assertPrivate(choose());
  }

  @Test
  void linkToAFolderThatOthersMayWrite_isFollowedToTheReason() throws IOException {
    Path open = Files.createDirectory(root.resolve("open"));
    mode(open, "rwxrwxrwx");
    Path inside = Files.createDirectory(open.resolve("inside"));
    Path link = Files.createSymbolicLink(root.resolve("link"), inside);
    assertPrivate(UnpackFolder.choose(link.toString(), "/nonexistent", temporary));
    assertThat(inside).isEmptyDirectory();
  }

  @Test
  void cacheOfAnotherUser_isNotUsed_byRoot() throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
    Files.setAttribute(cache, "unix:uid", NOBODY);
    assertPrivate(choose());
    assertThat(cache).isEmptyDirectory();

    // The folder is ours by now, but what it lies in is not.
    Files.createDirectories(cache.resolve("JNA/temp"));
    assertPrivate(choose());
  }

  @Test
  void linkOfAnotherUser_isNotFollowed_byRoot() throws IOException {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
    Path link = Files.createSymbolicLink(root.resolve("link"), cache);
    Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertPrivate(UnpackFolder.choose(link.toString(), "/nonexistent", temporary));
  }

  @Test
  void stickyFolderForAll_isGoodEnoughForAPrivateOne() throws IOException {
    mode(cache, "rwxrwxrwx");
    Files.setAttribute(temporary, "unix:mode", 01777);
    assertPrivate(choose());
  }

  @Test
  void noSafeFolder_isSaidWithTheReasonsAndTheRemedy() throws IOException {
    mode(cache, "rwxrwxrwx");
    mode(temporary, "rwxrwxrwx");
    assertThatThrownBy(this::choose)
        .isInstanceOf(PortManagerException.class)
        .hasMessageContaining(cache + " can be written by others; ")
        .hasMessageContaining(temporary + " can be written by others)")
        .hasMessageContaining("-Djna.tmpdir=DIR");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void overflowUserIsOutside_whereTheNamespaceHasNoSuchUser() {
    assertThat(FolderChain.isOutside(List.of("         0       1000          1"))).isTrue();
    assertThat(FolderChain.isOutside(List.of("         0          0 4294967295"))).isFalse();
    assertThat(FolderChain.isOutside(List.of("0 1000 1", "1 100000 65536"))).isFalse();
  }
}
