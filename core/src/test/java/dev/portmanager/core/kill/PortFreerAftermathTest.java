package dev.portmanager.core.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.NativeCallException;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the port afterwards. */
class PortFreerAftermathTest {
  private static final int PORT = FakeMachine.PORT;
  private static final long OWNER = 9_000_010;
  private static final long NEXT = 9_000_020;
  private static final long SUPERVISOR = 9_000_005;
  private static final KillOptions DEFAULTS = KillOptions.defaults();

  private final FakeMachine machine = new FakeMachine();

  private static PortStatus state(PortState state, String reason) {
    return new PortStatus(PORT, state, reason, List.of());
  }

  /** Has a process take the port so long after its owner began to be dealt with. */
  private void takenAfter(Duration delay, FakeProcess next) {
    next.listens = false;
    machine.add(next);
    machine.status =
        port -> {
          next.listens |= machine.uptime().compareTo(delay) >= 0;
          return machine.probe();
        };
  }

  private String reasonWhenTakenBy(UnaryOperator<FakeProcess> next) {
    takenAfter(Duration.ZERO, next.apply(new FakeProcess(NEXT)));
    return machine.free(DEFAULTS).reason();
  }

  @Test
  void portOnWhichNothingListens_isSaidToBeFree() {
    KillReport report = machine.free(DEFAULTS);

    assertThat(report.outcomes()).isEmpty();
    assertThat(report.freed()).isTrue();
    assertThat(report.reason())
        .isEqualTo("nothing listened on TCP port 8050, so nothing was ended; it is free");
    assertThat(machine.probes).isEqualTo(1);
  }

  @Test
  void portThatIsBoundWithoutAListener_isReportedWithTheProbesReason() {
    machine.status = port -> state(PortState.IN_USE, "a socket is bound to it");

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.portAfter()).isEqualTo(PortState.IN_USE);
    assertThat(report.reason()).contains("nothing listened", "a socket is bound to it");
  }

  @Test
  void onlyTheProtocolAskedFor_isLookedAt() {
    machine.add(OWNER);

    KillReport report = machine.free(KillOptions.builder().protocol(Protocol.UDP).build());

    assertThat(report.outcomes()).isEmpty();
    assertThat(report.reason()).contains("nothing listened on UDP port 8050");
  }

  @Test
  void hiddenOwner_givesNoOutcomeAndItsReason() {
    machine.unowned.add(new Ownership.Hidden("it belongs to root: run this with sudo"));

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.outcomes()).isEmpty();
    assertThat(report.portAfter()).isEqualTo(PortState.IN_USE);
    assertThat(report.reason())
        .isEqualTo("its owner cannot be seen: it belongs to root: run this with sudo");
    assertThat(machine.probes).isEqualTo(1);
  }

  @Test
  void ownerless_givesNoOutcomeAndItsReason() {
    machine.unowned.add(new Ownership.None("no descriptor table has it"));

    assertThat(machine.free(DEFAULTS).reason())
        .isEqualTo("no process holds it by a descriptor: no descriptor table has it");
  }

  @Test
  void hiddenListenerBesideOneThatWasEnded_isNamedInTheEnd() {
    machine.add(OWNER);
    machine.unowned.add(new Ownership.Hidden("another user's"));

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.attempted()).isTrue();
    assertThat(report.freed()).isFalse();
    assertThat(report.reason()).isEqualTo("its owner cannot be seen: another user's");
  }

  @Test
  void portThatTheKernelReleasesLate_isFoundFree() {
    machine.add(OWNER);
    machine.status =
        port ->
            machine.uptime().compareTo(Duration.ofMillis(135)) < 0
                ? state(PortState.IN_USE, "held by a ring")
                : state(PortState.FREE, "free");

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.freed()).isTrue();
    assertThat(report.elapsed()).isBetween(Duration.ofMillis(135), Duration.ofMillis(140));
  }

  @Test
  void portThatIsNeverReleased_isGivenUpInBoundedTime() {
    machine.add(OWNER);
    machine.status = port -> state(PortState.IN_USE, "held by a ring");

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.reason()).isEqualTo("held by a ring");
    assertThat(report.elapsed()).isBetween(Duration.ofMillis(200), Duration.ofMillis(205));
    assertThat(machine.probes).isLessThan(30);
  }

  @Test
  void stranger_isNamed() {
    machine.add(OWNER);

    assertThat(reasonWhenTakenBy(p -> p.with(facts -> facts.parentPid(SUPERVISOR))))
        .isEqualTo("taken by pid 9000020 (app9000020)");
  }

  @Test
  void processRestartedByItsParent_isNamedWithIt() {
    machine.add(SUPERVISOR).with(facts -> facts.name("nodemon")).silent();
    machine.add(OWNER).childOf(SUPERVISOR);
    // Later than the first probe: a supervisor needs a moment.
    takenAfter(Duration.ofMillis(150), new FakeProcess(NEXT).childOf(SUPERVISOR));

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.freed()).isFalse();
    assertThat(report.reason())
        .isEqualTo(
            "taken by pid 9000020 (app9000020): restarted by its parent pid 9000005 (nodemon): end"
                + " that first");
    assertThat(machine.openPins).isZero();
  }

  @Test
  void parentThatCannotBePinned_isNamedByItsPid() {
    machine.add(SUPERVISOR).silent().pinFailure = new NativeCallException("pidfd_open", 24, "x");
    machine.add(OWNER).childOf(SUPERVISOR);

    assertThat(reasonWhenTakenBy(p -> p.childOf(SUPERVISOR)))
        .contains("restarted by its parent pid 9000005: end that first");
  }

  @Test
  void workerOfAMasterThatWasRefused_isExplainedByTheMaster() {
    machine.add(SUPERVISOR).with(facts -> facts.name("docker-proxy")).silent();
    machine.add(OWNER).childOf(SUPERVISOR);

    assertThat(reasonWhenTakenBy(p -> p.childOf(SUPERVISOR))).contains("docker-proxy", "end that");
  }

  @Test
  void processRestartedBySystemd_isNamedWithTheUnit() {
    machine.add(OWNER).with(facts -> facts.service("web@1.service"));

    assertThat(reasonWhenTakenBy(p -> p.with(facts -> facts.service("web@1.service"))))
        .isEqualTo(
            "taken by pid 9000020 (app9000020): restarted by systemd unit web@1.service: stop it"
                + " with `systemctl stop web@1.service`");
  }

  @Test
  void processRestartedByAUsersSystemd_isStoppedThere() {
    machine.add(SUPERVISOR).with(facts -> facts.name("systemd")).silent();
    machine.add(OWNER).with(facts -> facts.service("web.service").parentPid(SUPERVISOR));

    assertThat(
            reasonWhenTakenBy(
                p -> p.with(facts -> facts.service("web.service").parentPid(SUPERVISOR))))
        .contains("`systemctl --user stop web.service`");
  }

  @Test
  void workerRestartedWithinAUnit_isNamedWithMasterAndUnit() {
    machine.add(SUPERVISOR).with(facts -> facts.name("gunicorn")).silent();
    machine.add(OWNER).with(facts -> facts.service("web.service").parentPid(SUPERVISOR));

    assertThat(
            reasonWhenTakenBy(
                p -> p.with(facts -> facts.service("web.service").parentPid(SUPERVISOR))))
        .contains("(gunicorn): end that first, or stop systemd unit web.service");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"session-3.scope", "user@1000.service", "x;reboot.service", "-f.service", "W3SVC"})
  void nameThatIsNoServiceUnit_isNotBlamed(String service) {
    machine.add(OWNER).with(facts -> facts.service(service));

    assertThat(reasonWhenTakenBy(p -> p.with(facts -> facts.service(service))))
        .isEqualTo("taken by pid 9000020 (app9000020)");
  }

  @Test
  void freePortOfAUnit_comesWithAWarning() {
    machine.add(OWNER).with(facts -> facts.service("web.service"));

    assertThat(machine.free(DEFAULTS).reason())
        .isEqualTo("free; systemd may start unit web.service again: if so, stop that");
  }

  @Test
  void portOfOurOwnChildOrSibling_isProbedOnceOnly() {
    ProcessHandle self = ProcessHandle.current();
    for (ProcessHandle parent : List.of(self, self.parent().orElseThrow())) {
      FakeMachine quick = new FakeMachine();
      quick.add(parent.pid()).silent();
      quick.add(OWNER).childOf(parent.pid());

      assertThat(quick.free(DEFAULTS).freed()).isTrue();
      assertThat(quick.probes).isEqualTo(1);
    }
  }

  @Test
  void portOfAChildWhoseParentHasEnded_isProbedOnceOnly() {
    machine.add(OWNER).childOf(SUPERVISOR);

    assertThat(machine.free(DEFAULTS).freed()).isTrue();
    assertThat(machine.probes).isEqualTo(1);
  }

  @Test
  void portOfAChildWhoseParentLives_isWatchedForABoundedTime() {
    machine.add(SUPERVISOR).silent();
    machine.add(OWNER).childOf(SUPERVISOR);

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.freed()).isTrue();
    assertThat(report.elapsed()).isBetween(Duration.ofMillis(200), Duration.ofMillis(205));
  }

  @Test
  void leasedPort_isFreed() {
    machine.add(OWNER);
    machine.status = port -> state(PortState.LEASED, "web has leased it");

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.freed()).isTrue();
    assertThat(report.reason()).isEqualTo("free, and leased");
  }

  @Test
  void report_isPublished() {
    machine.add(OWNER);

    KillReport report = machine.free(DEFAULTS);

    assertThat(machine.events).hasSize(2);
    assertThat(((PortEvent.KillStarted) machine.events.get(0)).port()).isEqualTo(report.port());
    assertThat(((PortEvent.Killed) machine.events.get(1)).report()).isEqualTo(report);
  }

  @Test
  void tablesThatCannotBeRead_areReportedAsTheyAre() {
    machine.add(OWNER);
    machine.listenersFailure = new NativeCallException("socket", 1, "no");

    assertThatThrownBy(() -> machine.free(DEFAULTS)).isSameAs(machine.listenersFailure);
    assertThat(machine.trace).isEmpty();
    assertThat(machine.events).hasSize(2);
    assertThat(machine.events.get(0)).isInstanceOf(PortEvent.KillStarted.class);
    assertThat(((PortEvent.KillFailed) machine.events.get(1)).reason())
        .isEqualTo(machine.listenersFailure.getMessage());
  }

  @Test
  void stateThatCannotBeTold_isReportedWithWhatWasDone() {
    machine.add(OWNER);
    machine.status =
        port -> {
          throw new NativeCallException("bind", 105, "no buffer space");
        };

    assertThatThrownBy(() -> machine.free(DEFAULTS))
        .isInstanceOf(PortManagerException.class)
        .hasMessageContaining("no buffer space")
        .hasMessageContaining("pid 9000010 (app9000010): TERMINATED");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536})
  void portOutOfBounds_isRejected(int port) {
    PortFreer freer = new PortFreer(machine, p -> machine.probe(), machine.events::add);

    assertThatThrownBy(() -> freer.free(port, DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(port));
  }
}
