package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where a real JVM loads JNA's library from, as JNA itself says it. */
@EnabledOnOs(OS.LINUX)
class UnpackingTest {

  @TempDir Path folder;
  private Path cache;
  private Path temporary;

  @BeforeEach
  void layOut() throws IOException {
    folder = folder.toRealPath();
    cache = Files.createDirectory(folder.resolve("cache"));
    temporary = Files.createDirectory(folder.resolve("temporary"));
    mode(cache, "rwx------");
  }

  private static void mode(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private String look(String... more) throws Exception {
    List<String> options =
        new ArrayList<>(List.of("-Djna.debug_load.jna=true", "-Djava.io.tmpdir=" + temporary));
    options.addAll(List.of(more));
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> words = new ArrayList<>(List.of("env", "XDG_CACHE_HOME=" + cache));
      words.addAll(Machine.java(options, "look", Integer.toString(socket.getLocalPort())));
      return Machine.run(words).output();
    }
  }

  @Test
  void cacheOfOurs_isWhereItIsLoadedFrom() throws Exception {
    assertThat(look())
        .contains("Found jnidispatch at " + cache.resolve("JNA/temp/portmanager-"))
        .contains("Known[");
    assertThat(cache.resolve("JNA/temp")).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void cacheOfAnotherUser_isNotTouched_byRoot() throws Exception {
    assumeTrue(Machine.isRoot(), "needs root, who can give a folder away");
    Files.setAttribute(cache, "unix:uid", 65534);
    assertThat(look())
        .contains("Found jnidispatch at " + temporary.resolve("portmanager-jna-"))
        .contains("Known[");
    assertThat(cache).isEmptyDirectory();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void cacheThatOthersMayWrite_isNotTouched() throws Exception {
    mode(cache, "rwxrwxrwx");
    assertThat(look())
        .contains("Found jnidispatch at " + temporary.resolve("portmanager-jna-"))
        .contains("Known[");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void settingOfTheUser_stands() throws Exception {
    Path chosen = folder.resolve("chosen");
    assertThat(look("-Djna.tmpdir=" + chosen))
        .contains("Found jnidispatch at " + chosen.resolve("jna"))
        .contains("Known[");
  }

  @Test
  void noSafeFolder_isSaidWithTheRemedy() throws Exception {
    mode(cache, "rwxrwxrwx");
    mode(temporary, "rwxrwxrwx");
    assertThat(look())
        .contains("PortManagerException: there is no folder")
        .contains("-Djna.tmpdir=DIR")
        .doesNotContain("jnidispatch at");
  }
}
