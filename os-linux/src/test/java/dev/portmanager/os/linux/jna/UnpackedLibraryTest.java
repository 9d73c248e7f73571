package dev.portmanager.os.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class UnpackedLibraryTest {

  @TempDir Path parent;

  /** JNA says where its library was, once any test of this JVM has loaded it. */
  private Optional<String> loaded = Optional.empty();

  @BeforeEach
  void asIfJnaWereNotLoaded() {
    loaded = Optional.ofNullable(System.getProperty("jnidispatch.path"));
    System.clearProperty("jnidispatch.path");
  }

  @AfterEach
  void asItIs() {
    System.clearProperty("jnidispatch.path");
    loaded.ifPresent(path -> System.setProperty("jnidispatch.path", path));
  }

  @Test
  void in_unpacksTheLibraryOfTheJarIntoAPrivateFolder() throws IOException {
    UnpackedLibrary library = UnpackedLibrary.in(parent).orElseThrow();
    assertThat(library.folder()).hasParent(parent);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.folder())))
        .isEqualTo("rwx------");
    assertThat(Files.readAllBytes(library.folder().resolve("libjnidispatch.so")))
        .isEqualTo(ofTheJar());
  }

  @Test
  void in_givesEachItsOwnFolder() {
    assertThat(UnpackedLibrary.in(parent)).isNotEqualTo(UnpackedLibrary.in(parent));
  }

  @Test
  void remove_leavesNothing() {
    UnpackedLibrary.in(parent).orElseThrow().remove();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void folderThatIsNotThere_isForJnaToTellOf() {
    assertThat(UnpackedLibrary.in(parent.resolve("none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jna.boot.library.name", "jna.noclasspath", "jna.nosys", "jnidispatch.path"})
  void whereAnotherLibraryIsWanted_nothingIsUnpacked(String property) {
    System.setProperty(property, "x");
    try {
      assertThat(UnpackedLibrary.in(parent)).isEmpty();
      assertThat(parent).isEmptyDirectory();
    } finally {
      System.clearProperty(property);
    }
  }

  private static byte[] ofTheJar() throws IOException {
    String path = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
    try (InputStream in = Native.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }
}
