package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import dev.portmanager.testkit.ChildListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real windows, consoles, services and rights. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
class AskingTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final WindowsProcessKiller killer = new WindowsProcessKiller();

  private PinnedProcess pin(long pid) {
    return killer.pin(pid).orElseThrow();
  }

  private static List<String> command(Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  private static Process java(Class<?> main) throws IOException {
    return new ProcessBuilder(command(main)).redirectErrorStream(true).start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    return String.valueOf(reader.readLine());
  }

  @Test
  void windowOfAProgram_isClosed() throws Exception {
    Process editor = new ProcessBuilder("notepad.exe").start();
    try (PinnedProcess pin = pin(editor.pid())) {
      SignalOutcome asked = pin.terminate();
      while (asked.status() == Status.UNSUPPORTED) { // it has no window yet; the timeout ends this
        assertThat(editor.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        asked = pin.terminate();
      }
      assertThat(asked.status()).isEqualTo(Status.SENT);
      assertThat(asked.detail()).contains("WM_CLOSE");
      assertThat(pin.awaitExit(SOON)).isTrue();
    } finally {
      editor.destroyForcibly();
    }
  }

  @Test
  void console_getsCtrlC_whereThatIsAllowed_andShutdownHooksRun() throws Exception {
    Process starter = java(Starter.class);
    BufferedReader reader = starter.inputReader(StandardCharsets.UTF_8);
    System.setProperty("portmanager.windows.ctrl-c", "true");
    try (PinnedProcess pin = pin(Long.parseLong(reader.readLine()))) {
      assertThat(pin.process().parentPid()).hasValue(starter.pid());
      SignalOutcome asked = pin.terminate();
      assertThat(asked.detail()).contains("Ctrl+C");
      assertThat(asked.status()).isEqualTo(Status.SENT);
      assertThat(reader.readLine()).isEqualTo("HOOK");
      assertThat(pin.awaitExit(SOON)).isTrue();
    } finally {
      System.clearProperty("portmanager.windows.ctrl-c");
      starter.getOutputStream().close(); // ends both
    }
  }

  /**
   * Gives a program a console of its own. Java gives its children the console of the tests, if
   * these have one, which all that runs there shares; but one without a console has none to share.
   */
  static final class Starter {

    private Starter() {}

    /** Ends with the program. */
    public static void main(String[] args) throws IOException, InterruptedException {
      Win32.real().kernel32().get().FreeConsole(); // fails where it has none
      System.exit(new ProcessBuilder(command(Hooked.class)).inheritIO().start().waitFor());
    }
  }

  /** Says its pid as soon as it runs, and that it is asked to end. */
  static final class Hooked {

    private Hooked() {}

    /** Waits to be asked. */
    public static void main(String[] args) throws IOException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> say("HOOK")));
      say(Long.toString(ProcessHandle.current().pid()));
      while (System.in.read() >= 0) {
        // the parent writes nothing
      }
    }

    private static void say(String word) {
      System.out.println(word);
      System.out.flush();
    }
  }

  @Test
  void service_isStoppedByItsManager() throws Exception {
    Process start = new ProcessBuilder("net", "start", "Spooler").start();
    start.getInputStream().readAllBytes();
    start.waitFor();
    Win32 win32 = Win32.real();
    List<Long> pids =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::pid)
            .filter(pid -> new Services(win32).ofProcess(pid).contains("Spooler"))
            .toList();
    assumeTrue(pids.size() == 1, "the print spooler cannot be started here");
    try (PinnedProcess pin = pin(pids.get(0))) {
      assertThat(pin.process().service()).hasValue("Spooler");
      SignalOutcome asked = pin.terminate();
      assertThat(asked.detail()).contains("service Spooler");
      assertThat(asked.status()).isEqualTo(Status.SENT);
      assertThat(pin.awaitExit(SOON)).isTrue();
    }
  }

  @Test
  void processThatDeniesItself_isNamed_andRefusesToEnd() throws Exception {
    Process child = java(Closed.class);
    try {
      int port = Integer.parseInt(firstLine(child));
      Listener listener =
          killer.listeners(ListenerQuery.ofPort(port, Protocol.TCP)).stream().findFirst().get();
      assertThat(listener.ownership()).isInstanceOf(Ownership.Known.class);
      Ownership.Known known = (Ownership.Known) listener.ownership();
      assertThat(known.owners().get(0).pid()).isEqualTo(child.pid());
      assertThat(known.owners().get(0).name()).hasValue("java.exe");
      assertThat(known.caveat().orElseThrow()).contains("error 5");
      assertThat(killer.host().presence(child.pid())).isInstanceOf(Presence.Unseen.class);
      try (PinnedProcess pin = pin(child.pid())) {
        assertThat(pin.terminate().status()).isEqualTo(Status.DENIED);
        assertThat(pin.kill().status()).isEqualTo(Status.DENIED);
        assertThat(pin.weakness()).isPresent();
        assertThat(pin.listensOn(Protocol.TCP, port)).isTrue();
        child.getOutputStream().close();
        assertThat(pin.awaitExit(SOON)).isTrue();
        assertThat(pin.kill().status()).isEqualTo(Status.GONE);
      }
    } finally {
      child.getOutputStream().close();
    }
  }

  /** Listens, and takes the right to open it from everybody. */
  static final class Closed {

    private Closed() {}

    /** Ends with its input. */
    public static void main(String[] args) throws IOException {
      try (java.net.ServerSocket server = new java.net.ServerSocket(0)) {
        Rights rights = Native.load("advapi32", Rights.class);
        byte[] descriptor = new byte[64];
        rights.InitializeSecurityDescriptor(descriptor, 1);
        byte[] nobody = {2, 0, 8, 0, 0, 0, 0, 0};
        com.sun.jna.Memory list = new com.sun.jna.Memory(nobody.length);
        list.write(0, nobody, 0, nobody.length);
        com.sun.jna.Memory whole = new com.sun.jna.Memory(descriptor.length);
        whole.write(0, descriptor, 0, descriptor.length);
        rights.SetSecurityDescriptorDacl(whole, true, list, false);
        if (!rights.SetKernelObjectSecurity(-1, 4, whole)) {
          throw new IOException("error " + Native.getLastError());
        }
        System.out.println(server.getLocalPort());
        System.out.flush();
        while (System.in.read() >= 0) {
          // the parent writes nothing
        }
      }
    }
  }

  /** What only this test calls. */
  interface Rights extends Library {
    boolean InitializeSecurityDescriptor(byte[] descriptor, int revision);

    boolean SetSecurityDescriptorDacl(
        com.sun.jna.Pointer descriptor,
        boolean present,
        com.sun.jna.Pointer list,
        boolean defaulted);

    boolean SetKernelObjectSecurity(long object, int what, com.sun.jna.Pointer descriptor);
  }

  @Test
  void portThatASocketHas_andOneThatIsFreeByNow_areNotReserved() {
    try (ChildListener child = ChildListener.builder().start()) {
      assertThat(killer.reservation(child.port())).isEmpty();
      int port = child.port();
      child.kill();
      assertThat(killer.reservation(port)).isEmpty();
    }
  }

  @Test
  void pidBetweenTwo_isNobodys() {
    long self = ProcessHandle.current().pid();
    assertThat(OpenProcess.open(Win32.real(), self + 1, Kernel32.PROCESS_QUERY_LIMITED_INFORMATION))
        .isInstanceOf(OpenProcess.Opened.NoProcess.class);
    assertThat(killer.pin(self + 1)).isEmpty();
  }

  @Test
  void folderOfTheRegister_isOursAlone() throws IOException {
    Path root = killer.host().registryRoot().orElseThrow();
    Path folder = root.resolve("portmanager-test-" + ProcessHandle.current().pid());
    killer.host().createOwnFolder(folder);
    try {
      assertThat(killer.host().ownerOf(folder)).isEqualTo(killer.host().userId());
      assertThat(killer.host().strangersWhoMayWrite(folder)).isEmpty();
      Files.writeString(folder.resolve("file"), "text");
      Files.delete(folder.resolve("file"));
    } finally {
      Files.delete(folder);
    }
  }

  @Test
  void allListenersOfTheMachine_areListed() {
    assertThat(killer.diagnose()).hasSize(4);
    assertThat(
            killer.listeners(
                ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.TCP, Protocol.UDP)))
        .isNotNull();
  }
}
