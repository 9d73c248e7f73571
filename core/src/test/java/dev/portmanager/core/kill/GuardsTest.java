package dev.portmanager.core.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.ProcessInfo;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
  private static final ThisProcess LINUX = new ThisProcess(500, Set.of(400L, 1L), false, true);
  private static final ThisProcess WINDOWS = new ThisProcess(500, Set.of(400L), true, true);
  private static final KillOptions DEFAULTS = KillOptions.defaults();

  private static Guards guards(ThisProcess self, KillOptions options) {
    return new Guards(self, 8050, options);
  }

  private static ProcessInfo process(long pid) {
    return ProcessInfo.builder(pid).name("app").executable("/usr/bin/app").build();
  }

  static Set<String> forwarders() {
    return Guards.FORWARDERS;
  }

  @Test
  void ordinaryProcess_isNotRefused() {
    assertThat(guards(LINUX, DEFAULTS).refusal(process(4711))).isEmpty();
  }

  @Test
  void thisProcess_isRefusedWhateverIsAllowed() {
    KillOptions all = KillOptions.builder().allowAncestors(true).allowForwarders(true).build();

    assertThat(guards(LINUX, all).refusal(process(500)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("this process itself"));
  }

  @Test
  void ancestor_isRefusedUnlessAllowed() {
    KillOptions allowed = KillOptions.builder().allowAncestors(true).build();

    assertThat(guards(LINUX, DEFAULTS).refusal(process(400)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("descends from it"));
    assertThat(guards(LINUX, allowed).refusal(process(400))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void reservedPid_isRefusedEvenIfAncestorsAreAllowed(long pid) {
    KillOptions allowed = KillOptions.builder().allowAncestors(true).build();

    assertThat(guards(LINUX, allowed).refusal(process(pid)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("(pid " + pid + ")"));
  }

  @Test
  void pidFour_isRefusedOnWindowsOnly() {
    assertThat(guards(WINDOWS, DEFAULTS).refusal(process(4)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("http.sys"));
    assertThat(guards(LINUX, DEFAULTS).refusal(process(4))).isEmpty();
  }

  @Test
  void pidsOfAnotherNamespace_areAllRefused() {
    ThisProcess foreign = new ThisProcess(500, Set.of(), false, false);

    assertThat(guards(foreign, DEFAULTS).refusal(process(4711)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("another pid namespace"));
  }

  @ParameterizedTest
  @MethodSource("forwarders")
  void forwarder_isRefusedByProgramOrNameUnlessAllowed(String forwarder) {
    ProcessInfo byProgram =
        ProcessInfo.builder(9).name("exe").executable("/opt/x/" + forwarder).build();
    ProcessInfo byName = ProcessInfo.builder(9).name(forwarder).executable("/bin/sh").build();
    KillOptions allowed = KillOptions.builder().allowForwarders(true).build();

    assertThat(guards(LINUX, DEFAULTS).refusal(byProgram))
        .contains(
            "it forwards the port of a container: stop the container"
                + " (docker ps --filter publish=8050; docker stop ...)");
    assertThat(guards(LINUX, DEFAULTS).refusal(byName)).isPresent();
    assertThat(guards(LINUX, allowed).refusal(byProgram)).isEmpty();
    assertThat(guards(LINUX, allowed).refusal(byName)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\Program Files\\Docker\\com.docker.backend.exe",
        "C:\\Windows\\System32\\WSLRELAY.EXE",
        "/usr/bin/docker-proxy (deleted)",
        "docker-proxy"
      })
  void forwarder_isKnownByBaseNameHoweverThePathIsWritten(String executable) {
    assertThat(Guards.isForwarder(ProcessInfo.builder(9).executable(executable).build())).isTrue();
  }

  @Test
  void forwarder_isKnownByTheNameThatLinuxCut() {
    assertThat(Guards.isForwarder(ProcessInfo.builder(9).name("com.docker.back").build())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "docker-proxy2", "com.docker", "pass", "my-docker-proxy", ""})
  void similarName_isNoForwarder(String name) {
    ProcessInfo process =
        ProcessInfo.builder(9).name(name).executable("/srv/docker-proxy/" + name).build();

    assertThat(Guards.isForwarder(process)).isFalse();
  }

  @Test
  void parentsShownByKnownProcesses_areAncestorsToo() {
    ProcessInfo self = ProcessInfo.builder(500).parentPid(400).build();
    ProcessInfo parent = ProcessInfo.builder(400).parentPid(300).build();
    ProcessInfo grandparent = ProcessInfo.builder(300).parentPid(200).build();
    ProcessInfo stranger = ProcessInfo.builder(600).parentPid(250).build();
    ThisProcess blind = new ThisProcess(500, Set.of(), false, true);

    // The grandparent first: one pass over the list would miss its parent.
    assertThat(blind.withParentsShownBy(List.of(grandparent, stranger, parent, self)).ancestors())
        .containsExactlyInAnyOrder(400L, 300L, 200L);
  }

  @Test
  void thisProcess_knowsItsRealParent() {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    ThisProcess self = ThisProcess.of(new FakeMachine().host());

    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.ancestors()).contains(parent).doesNotContain(self.pid());
  }
}
