package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said by a JVM that sees less than this one: another user, a namespace, a sandbox. */
@EnabledOnOs(OS.LINUX)
class OtherViewsTest {

  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path folder;

  @Test
  void ownerOfAnotherUser_isHidden_withTheReasonAndTheRemedy() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      assertThat(asNobody("look", "" + socket.getLocalPort()))
          .startsWith("Hidden")
          .contains("made by root")
          .containsPattern("[1-9]\\d* of \\d+ processes may not be looked into")
          .contains("sudo");
    }
  }

  @Test
  void pinOfAnotherUsersProcess_isDenied() throws Exception {
    assertThat(asNobody("pin", "" + SELF)).contains("terminate SignalOutcome[status=DENIED");
  }

  @Test
  void rightsOfAnOrdinaryUser_areDiagnosed() throws Exception {
    assertThat(asNobody("diagnose")).contains("topic=owners, level=LIMITED");
  }

  @Test
  void procOfAnotherPidNamespace_isNoticed_andNothingIsSent() throws Exception {
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      List<String> unshare = List.of("unshare", "--pid", "--fork");
      assertThat(in(unshare, "pin", "" + victim.pid()))
          .contains("protection Optional[/proc shows another pid namespace")
          .contains("terminate SignalOutcome[status=DENIED");
      assertThat(in(unshare, "presence", "" + victim.pid())).startsWith("Unseen");
      assertThat(in(unshare, "diagnose")).contains("topic=pid namespace, level=BROKEN");
      assertThat(victim.isAlive()).isTrue();
    } finally {
      victim.destroyForcibly();
    }
  }

  @Test
  void ownerOutsideOfThePidNamespace_isHidden() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> unshare = List.of("unshare", "--pid", "--fork", "--mount-proc");
      assertThat(in(unshare, "look", "" + socket.getLocalPort()))
          .startsWith("Hidden")
          .contains("pid namespace");
    }
  }

  @Test
  void processesHiddenByTheMountOfProc_areNotTakenForGone() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      List<String> hiding = hidingOthers();
      assertThat(in(hiding, "look", "" + socket.getLocalPort()))
          .startsWith("Hidden")
          .contains("hidepid");
      assertThat(in(hiding, "presence", "" + SELF)).startsWith("Unseen").contains("hidepid");
      assertThat(in(hiding, "presence", "" + Integer.MAX_VALUE)).startsWith("Gone");
      assertThat(in(hiding, "diagnose")).contains("hidepid");
    }
  }

  @Test
  void sandboxWithoutNetlinkAndPidFd_isWorkedAround_andDiagnosed() throws Exception {
    List<String> sandbox = List.of(Machine.compile(folder, "refuse.c").toString());
    try (ServerSocket socket = new ServerSocket(0)) {
      assertThat(run(sandbox, "look", "" + socket.getLocalPort())).startsWith("Known[" + SELF);
    }
    assertThat(run(sandbox, "diagnose"))
        .contains("topic=sockets, level=LIMITED")
        .contains("topic=pidfd, level=LIMITED");
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(run(sandbox, "pin", "" + victim.pid()))
          .contains("weakness Optional[this system offers no pidfd")
          .contains("terminate SignalOutcome[status=SENT");
      assertThat(victim.waitFor()).isEqualTo(128 + 15);
    } finally {
      victim.destroyForcibly();
    }
  }

  @Test
  void withoutTheRights_procIsRead_andThatIsSaid() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      String port = "" + socket.getLocalPort();
      List<String> powerless =
          List.of("setpriv", "--bounding-set=-sys_admin,-bpf,-perfmon", "--inh-caps=-all", "--");
      assertThat(in(asking(powerless), "look", port)).startsWith("Known[" + SELF);
      assertThat(ownerSearch(powerless))
          .contains("level=OK")
          .contains("/proc is read")
          .contains("capabilities BPF and PERFMON");
      assertThat(ownerSearch(Machine.asNobody().orElseThrow())).contains("BPF and PERFMON");
    }
  }

  @Test
  void inANamespace_procIsRead_andThatIsSaid() throws Exception {
    assertThat(ownerSearch(List.of("unshare", "--user", "--map-root-user")))
        .contains("level=LIMITED")
        .contains("rights of a user namespace");
    assertThat(ownerSearch(List.of("unshare", "--pid", "--fork", "--mount-proc")))
        .contains("level=LIMITED")
        .contains("pid namespace");
  }

  @Test
  void inASandboxWithoutBpf_procIsRead_andThatIsSaid() throws Exception {
    List<String> sandbox = List.of(Machine.compile(folder, "refuse.c").toString());
    try (ServerSocket socket = new ServerSocket(0)) {
      assertThat(in(asking(sandbox), "look", "" + socket.getLocalPort()))
          .startsWith("Known[" + SELF);
    }
    assertThat(ownerSearch(sandbox)).contains("level=LIMITED").contains("EPERM");
  }

  @Test
  void switchedOff_orOn_isSaid() throws Exception {
    assertThat(ownerSearch(List.of("env", "PORTMANAGER_KERNEL=off"))).contains("switched off");
    assertThat(ownerSearch(List.of("env", "PORTMANAGER_KERNEL=sometimes")))
        .contains("must be auto, on or off but was \"sometimes\"");
    assumeTrue(Machine.mayAskTheKernel(), "needs root of the machine and a kernel with BTF");
    assertThat(ownerSearch(List.of("env", "PORTMANAGER_KERNEL=on")))
        .contains("level=OK")
        .contains("the kernel tells who holds a socket")
        .contains("agreed with /proc");
  }

  private String ownerSearch(List<String> wrapper) throws Exception {
    return in(asking(wrapper), "diagnose")
        .lines()
        .filter(line -> line.contains("topic=owner search"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> asking(List<String> wrapper) {
    List<String> words = new ArrayList<>(List.of("env", "PORTMANAGER_KERNEL=on"));
    words.addAll(wrapper);
    return words;
  }

  private List<String> hidingOthers() {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    words.add("mount -t proc -o hidepid=2 proc /proc && exec \"$@\"");
    words.add("sh");
    words.addAll(Machine.asNobody().orElse(List.of()));
    return words;
  }

  private String asNobody(String... words) throws Exception {
    assumeTrue(Machine.asNobody().isPresent(), "needs root and setpriv");
    return run(Machine.asNobody().orElseThrow(), words);
  }

  private String in(List<String> wrapper, String... words) throws Exception {
    assumeTrue(Machine.asNobody().isPresent() && Machine.has("unshare"), "needs root and unshare");
    return run(wrapper, words);
  }

  private String run(List<String> wrapper, String... words) throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(Machine.javaForEveryone(folder, words));
    return Machine.run(command).output();
  }
}
