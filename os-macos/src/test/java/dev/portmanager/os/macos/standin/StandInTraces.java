package dev.portmanager.os.macos.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.spi.AppLauncher.App;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an application sees of the JVM that became it. Started by {@link StandInTest} alone. */
class StandInTraces {

  /** The JVM that becomes another program. */
  static final class Main {
    private Main() {}

    public static void main(String[] command) throws Exception {
      try (FileInputStream open = new FileInputStream("/dev/null")) {
        String main = "JAVA_MAIN_CLASS_" + ProcessHandle.current().pid();
        Map<String, String> variables = Map.of("PATH", System.getenv("PATH"), main, "x", "A", "b");
        new StandInLauncher().launch(new App(List.of(command), variables, OptionalInt.empty()));
        throw new IllegalStateException("went on, with " + open);
      }
    }
  }

  @Test
  void application_blocksNoSignal() throws Exception {
    assertThat(launch("grep", "SigBlk", "/proc/self/status"))
        .isEqualTo("SigBlk:\t0000000000000000\n");
  }

  @Test
  void application_hasNoDescriptorButTheStandardOnes() throws Exception {
    // "ls" itself has the folder open, as 3.
    assertThat(launch("ls", "/proc/self/fd")).isEqualTo("0\n1\n2\n3\n");
  }

  @Test
  void application_doesNotSeeTheVariableOfTheJvmsLauncher() throws Exception {
    assertThat(launch("env")).contains("A=b").doesNotContain("JAVA_MAIN_CLASS");
  }

  private static String launch(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
