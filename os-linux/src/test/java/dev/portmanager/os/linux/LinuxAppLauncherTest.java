package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxAppLauncherTest {

  private static final String NO_HOLD = "0";

  @TempDir Path folder;

  @Test
  void application_keepsThePid_andWhatWasWrittenBeforeIsNotLost() throws Exception {
    Machine.Result result = launch(NO_HOLD, "sh", "-c", "echo pid $$; exit 7");
    assertThat(result.output()).isEqualTo("before pid " + result.pid() + "\n");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void application_getsArgumentsAndEnvironmentUnchanged() throws Exception {
    Machine.Result result =
        launch(
            NO_HOLD, "sh", "-c", "printf '%s|' \"$@\" \"$WORD\"; env | wc -l", "x", "a b", "", "*");
    assertThat(result.output()).startsWith("before a b||*|caf\u00e9|");
  }

  @Test
  void application_blocksNoSignal() throws Exception {
    assertThat(launch(NO_HOLD, "grep", "SigBlk", "/proc/self/status").output())
        .endsWith("SigBlk:\t0000000000000000\n");
  }

  @Test
  void application_hasNoDescriptorButTheStandardOnes() throws Exception {
    // "ls" itself has the folder open, as 3.
    assertThat(launch(NO_HOLD, "ls", "/proc/self/fd").output()).isEqualTo("before 0\n1\n2\n3\n");
  }

  @Test
  void application_hasTheCallersLimitOfOpenFiles() throws Exception {
    String script = "ulimit -Sn 333; \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(Machine.java(List.of(), "launch", NO_HOLD, "sh", "-c", "ulimit -Sn"));
    assertThat(Machine.run(command).output()).isEqualTo("before 333\n");
  }

  @Test
  void limitOfOpenFiles_isNotTouched_whereTheJvmDidNot() throws Exception {
    String script = "ulimit -Sn 333; sh -c 'ulimit -n 444; exec \"$@\"' sh \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    List<String> options = List.of("-XX:-MaxFDLimit");
    command.addAll(Machine.java(options, "launch", NO_HOLD, "sh", "-c", "ulimit -Sn"));
    assertThat(Machine.run(command).output()).isEqualTo("before 444\n");
  }

  @Test
  void hold_isHandedOn_asTheOnlyOtherDescriptor() throws Exception {
    // The standard ones, the hold wherever it was free, and the folder that "ls" has open.
    assertThat(launch(Integer.toString(freePort()), "ls", "/proc/self/fd").output())
        .startsWith("before 0\n1\n2\n")
        .hasLineCount(5);
  }

  @Test
  void hold_keepsStrictBindersOff_acceptsNobody_andLetsAServerIn() throws Exception {
    int port = freePort();
    Process holder =
        new ProcessBuilder(
                Machine.java(
                    List.of(), "launch", Integer.toString(port), "sh", "-c", "echo up; exec cat"))
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("before up");
      try (ServerSocket strict = new ServerSocket()) {
        strict.setReuseAddress(false);
        assertThatThrownBy(() -> strict.bind(new InetSocketAddress(port)))
            .isInstanceOf(BindException.class);
      }
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(server.isBound()).isTrue();
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void holdOfATakenPort_fails_andTheJvmGoesOn() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Machine.Result result = launch(Integer.toString(taken.getLocalPort()), "true");
      assertThat(result.output()).contains("NativeCallException").contains("bind failed");
    }
  }

  @Test
  void missingProgram_isNotFound_andTheJvmGoesOn() throws Exception {
    assertThat(launch(NO_HOLD, "no-such-program").output())
        .contains("before found false: there is no program no-such-program on the PATH")
        .endsWith("alive\n");
    assertThat(launch(NO_HOLD, folder + "/missing").output()).contains("found false");
  }

  @Test
  void fileThatMayNotBeRun_isFoundButRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("plain"), "echo no");
    assertThat(launch(NO_HOLD, file.toString()).output())
        .contains("before found true:")
        .endsWith("alive\n");
  }

  @Test
  void missingInterpreter_isSaid_andTheJvmGoesOn() throws Exception {
    Path file = script("broken", "#!/no/such/interpreter\n");
    assertThat(launch(NO_HOLD, file.toString()).output())
        .contains("found true")
        .contains("interpreter")
        .endsWith("alive\n");
  }

  @Test
  void scriptWithoutFirstLine_isGivenToTheShell() throws Exception {
    Path file = script("bare", "echo $0 $1\n");
    assertThat(launch(NO_HOLD, file.toString(), "x").output()).isEqualTo("before " + file + " x\n");
  }

  private Path script(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static Machine.Result launch(String hold, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of("launch", hold));
    words.addAll(List.of(command));
    return Machine.run(Machine.java(List.of(), words.toArray(String[]::new)));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
