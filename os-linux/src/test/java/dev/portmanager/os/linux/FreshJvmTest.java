package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FreshJvmTest {

  @Test
  void hostFacts_loadNoClassOfJna() throws Exception {
    String log = Machine.run(Machine.java(List.of("-Xlog:class+load"), "host")).output();
    assertThat(log).contains("LinuxHost source:").contains("Running[startTime=");
    assertThat(log).doesNotContain("com.sun.jna");
  }

  @Test
  void lookUp_startsNoChildProcess() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> words = Machine.java(List.of("-Xlog:class+load"), "look", port(socket));
      String log = Machine.run(words).output();
      assertThat(log).contains("com.sun.jna.NativeLibrary source:").contains("Known[");
      // Runtime.exec needs it, too; Java 25 loads ProcessImpl for the environment alone.
      assertThat(log).doesNotContain("java.lang.ProcessBuilder ");
    }
  }

  @Test
  void lookUp_leavesTheUsersSettingOfJnaAlone() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> options = List.of("-Djna.platform.library.path=/nowhere");
      assertThat(Machine.run(Machine.java(options, "look", port(socket))).output())
          .startsWith("Known[");
    }
  }

  @Test
  void hostFacts_sayWhatToDo_whereNoFileCanBeOpened() throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh"));
    words.addAll(Machine.java(List.of(), "few"));
    assertThat(Machine.run(words).output().lines())
        .satisfiesExactly(
            missing -> assertThat(missing).endsWith("; procfs must be mounted at /proc"),
            few ->
                assertThat(few)
                    .startsWith("cannot read sys/kernel/random/boot_id in /proc (")
                    .endsWith("; close open files, or allow this process more (ulimit -n)"));
  }

  private static String port(ServerSocket socket) {
    return Integer.toString(socket.getLocalPort());
  }
}
