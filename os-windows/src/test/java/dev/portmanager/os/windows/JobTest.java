package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.spi.AppLauncher;
import dev.portmanager.spi.PinnedProcess;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An application, with all that it has started, ends with the JVM that launched it. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
class JobTest {

  private final WindowsProcessKiller killer = new WindowsProcessKiller();

  @Test
  void launcherThatIsKilled_takesItsAppAndWhatThatStartedAlong() throws Exception {
    Process launcher =
        new ProcessBuilder(Staying.java(Launching.class))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Its input stays open to the end: neither process can end because of that.
    try (BufferedReader said = launcher.inputReader(StandardCharsets.UTF_8)) {
      long started = Long.parseLong(said.readLine());
      List<Long> apps = killer.childrenOf(launcher.pid());
      assertThat(apps).hasSize(1).doesNotContain(started);
      try (PinnedProcess app = killer.pin(apps.get(0)).orElseThrow();
          PinnedProcess ofApp = killer.pin(started).orElseThrow()) {
        assertThat(app.awaitExit(Duration.ZERO)).isFalse();
        launcher.destroyForcibly();
        assertThat(app.awaitExit(Duration.ofSeconds(30))).isTrue();
        assertThat(ofApp.awaitExit(Duration.ofSeconds(30))).isTrue();
      }
    } finally {
      launcher.destroyForcibly();
      launcher.getOutputStream().close();
    }
  }

  /** Launches an application that starts another process. */
  static final class Launching {

    private Launching() {}

    /** Ends with the application. */
    public static void main(String[] args) throws AppLauncher.NoSuchProgramException {
      List<String> command = new ArrayList<>(List.of("cmd", "/c"));
      command.addAll(Staying.java(Staying.class));
      System.exit(
          new WindowsAppLauncher()
              .launch(new AppLauncher.App(command, System.getenv(), OptionalInt.empty())));
    }
  }
}
