package dev.portmanager.os.linux.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
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

  @Test
  void jarOf_isTheFileThatTheClassCameFrom() {
    assertThat(UnpackedLibrary.jarOf(Native.class))
        .hasValueSatisfying(jar -> assertThat(jar).isFile().hasName(nameOfJnasJar()));
  }

  @Test
  void jarOf_isEmptyForClassesOfFoldersAndOfTheJdk() {
    assertThat(UnpackedLibrary.jarOf(UnpackedLibraryTest.class)).isEmpty();
    assertThat(UnpackedLibrary.jarOf(String.class)).isEmpty();
  }

  @Test
  void whereTheJarIsNoFile_theClassLoaderGivesTheLibrary() throws Exception {
    URL nested = new URL("jar:file:/app.jar!/BOOT-INF/lib/jna.jar");
    for (URL location : new URL[] {nested, new URL("file:/a b.jar"), new URL("http://h/jna.jar")}) {
      Class<?> type = new Elsewhere(location).define();
      assertThat(UnpackedLibrary.jarOf(type)).as(location.toString()).isEmpty();
    }
  }

  /** Defines a class as if it came from a place. */
  private static final class Elsewhere extends ClassLoader {

    private final URL location;

    Elsewhere(URL location) {
      this.location = location;
    }

    Class<?> define() throws IOException {
      String name = Empty.class.getName();
      try (InputStream in =
          UnpackedLibraryTest.class.getResourceAsStream("UnpackedLibraryTest$Empty.class")) {
        byte[] code = in.readAllBytes();
        CodeSource source = new CodeSource(location, (Certificate[]) null);
        return defineClass(name, code, 0, code.length, new ProtectionDomain(source, null));
      }
    }
  }

  private static final class Empty {}

  private static String nameOfJnasJar() {
    String path = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
    String jar = Native.class.getResource(path).toString().split("!", 2)[0];
    return jar.substring(jar.lastIndexOf('/') + 1);
  }

  private static byte[] ofTheJar() throws IOException {
    String path = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
    try (InputStream in = Native.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }
}
