package dev.portmanager.os.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.spi.AppLauncher.App;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every system. */
class ElsewhereTest {

  /** A JVM that has the jar and asks whether it is for this system. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      boolean supported =
          new MacProcessKiller().isSupported() || new MacAppLauncher().isSupported();
      Files.writeString(Path.of(arguments[0]), supported + "");
    }
  }

  @Test
  @DisabledOnOs(OS.MAC)
  void onAnotherSystem_isNotSupported_andLoadsNothingOfJna(@TempDir Path folder) throws Exception {
    Path said = folder.resolve("said");
    Path log = folder.resolve("log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                said.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(said)).isEqualTo("false");
    assertThat(Files.readString(log, StandardCharsets.UTF_8))
        .contains("MacProcessKiller source:")
        .doesNotContain("com.sun.jna");
  }

  @Test
  void hold_isNotSupported() {
    App app = new App(List.of("true"), Map.of(), OptionalInt.of(8050));
    assertThatThrownBy(() -> new MacAppLauncher().launch(app))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("--hold");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void registryRoot_isAFolderForAllWithTheStickyBit_andNothingElse(@TempDir Path folder)
      throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(new MacHost(shared).registryRoot()).isEmpty();
    Files.setAttribute(shared, "unix:mode", 01777);
    assertThat(new MacHost(shared).registryRoot()).contains(shared);
    Path link = Files.createSymbolicLink(folder.resolve("link"), shared);
    assertThat(new MacHost(link).registryRoot()).isEmpty();
    assertThat(new MacHost(folder.resolve("missing")).registryRoot()).isEmpty();
  }
}
