package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.os.windows.WindowsProcessKiller;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code portmanager run} on Windows, where the app is a child: console events reach it, its exit
 * code is returned, and it ends with the command.
 */
@EnabledOnOs(OS.WINDOWS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunOnWindowsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BY_HOOK = 44;
  private static final int BY_BREAK = 45;
  private static final String CTRL_C = "portmanager.windows.ctrl-c";
  private static final String CTRL_BREAK = "portmanager.windows.ctrl-break";

  @TempDir Path folder;
  private final WindowsProcessKiller killer = new WindowsProcessKiller();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout((int) SOON.toMillis());
  }

  @AfterEach
  void close() throws IOException {
    System.clearProperty(CTRL_C);
    System.clearProperty(CTRL_BREAK);
    server.close();
  }

  /** How the app says that it was ended gently. */
  private Path farewell() {
    return folder.resolve("farewell");
  }

  private OwnConsole run() {
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(CommandProcess.java(), "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, Main.class.getName(), "run", "web"));
    command.addAll(List.of("--registry=" + folder.resolve("registry"), "--range=28600-28649"));
    command.addAll(List.of("--", CommandProcess.java(), "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, App.class.getName()));
    command.addAll(List.of("" + server.getLocalPort(), farewell().toString()));
    return OwnConsole.start(command);
  }

  private static long pid(Socket app) throws IOException {
    return Long.parseLong(
        new BufferedReader(new InputStreamReader(app.getInputStream(), StandardCharsets.US_ASCII))
            .readLine());
  }

  private void type(String key, OwnConsole into) {
    System.setProperty(key, "true");
    try (PinnedProcess launcher = killer.pin(into.pid()).orElseThrow()) {
      SignalOutcome asked = launcher.terminate();
      assertThat(asked.status()).as(asked.detail()).isEqualTo(SignalOutcome.Status.SENT);
      assertThat(asked.detail()).endsWith("to its console");
    }
  }

  @Test
  void ctrlC_endsTheAppByItsShutdownHooks_andTheExitCodeIsTheApps() throws Exception {
    try (OwnConsole command = run();
        Socket app = server.accept();
        PinnedProcess pin = killer.pin(pid(app)).orElseThrow()) {
      assertThat(pin.process().parentPid()).hasValue(command.pid());
      type(CTRL_C, command);
      assertThat(command.awaitExit()).isEqualTo(BY_HOOK);
      assertThat(farewell()).hasContent("hook");
      assertThat(pin.awaitExit(SOON)).isTrue();
    }
    assertThat(CommandProcess.ofJava(folder).run("list").out()).doesNotContain("web");
  }

  /** Under Wine the call succeeds, and nobody gets the key. */
  @Test
  @Tag("real-windows")
  @EnabledIfEnvironmentVariable(named = "PORTMANAGER_REAL_WINDOWS", matches = "true")
  void ctrlBreak_reachesTheApp_andTheExitCodeIsTheApps() throws Exception {
    try (OwnConsole command = run();
        Socket app = server.accept()) {
      assertThat(pid(app)).isNotEqualTo(command.pid());
      type(CTRL_BREAK, command);
      assertThat(command.awaitExit()).isEqualTo(BY_BREAK);
      assertThat(farewell()).hasContent("break");
    }
  }

  @Test
  void commandThatIsTerminated_takesTheAppAlong_whichIsNotAsked() throws Exception {
    try (OwnConsole command = run();
        Socket app = server.accept();
        PinnedProcess pin = killer.pin(pid(app)).orElseThrow()) {
      assertThat(pin.awaitExit(Duration.ZERO)).isFalse();
      command.terminate(9);
      assertThat(command.awaitExit()).isEqualTo(9);
      // Its connection is open to the end: it does not end because of that.
      assertThat(pin.awaitExit(SOON)).isTrue();
      assertThat(farewell()).doesNotExist();
    }
  }

  /** Says its pid, and waits to be ended. */
  static final class App {

    /** Held here, so that it is not collected: the system calls it. */
    private static Kernel32.ConsoleHandler handler = event -> false;

    private App() {}

    /**
     * Ends with the connection, at the latest.
     *
     * @param args the port to connect to, and the file for a farewell
     */
    public static void main(String[] args) throws IOException {
      Path farewell = Path.of(args[1]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(farewell, "hook", BY_HOOK)));
      handler = event -> event == Kernel32.CTRL_BREAK_EVENT && leave(farewell, "break", BY_BREAK);
      if (!Win32.real().kernel32().get().SetConsoleCtrlHandler(handler, true)) {
        throw new IOException("SetConsoleCtrlHandler failed");
      }
      try (Socket parent =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        parent
            .getOutputStream()
            .write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
        parent.getInputStream().readAllBytes();
      }
    }

    private static boolean leave(Path farewell, String by, int code) {
      try {
        Files.writeString(farewell, by);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        Runtime.getRuntime().halt(code);
      }
      return true;
    }
  }
}
