package dev.portmanager.core.kill;

import static dev.portmanager.KillOutcome.Result.ALREADY_GONE;
import static dev.portmanager.KillOutcome.Result.DENIED;
import static dev.portmanager.KillOutcome.Result.KILLED;
import static dev.portmanager.KillOutcome.Result.REFUSED;
import static dev.portmanager.KillOutcome.Result.SURVIVED;
import static dev.portmanager.KillOutcome.Result.TERMINATED;
import static dev.portmanager.KillOutcome.Result.WOULD_KILL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.PortState;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** What becomes of one process, for each way in which that can go. */
class PortFreerOutcomeTest {
  // Above the highest pid of Linux, so that none is this process or one of its ancestors.
  private static final long PID = 9_000_010;
  private static final KillOptions DEFAULTS = KillOptions.defaults();
  private static final KillOptions GENTLE = KillOptions.builder().force(false).build();

  private final FakeMachine machine = new FakeMachine();

  @AfterEach
  void everyPinIsGivenBack() {
    assertThat(machine.openPins).isZero();
  }

  private KillOutcome only(KillReport report) {
    assertThat(report.outcomes()).hasSize(1);
    return report.outcomes().get(0);
  }

  private KillOutcome free(KillOptions options) {
    return only(machine.free(options));
  }

  @Test
  void processThatEndsWhenAsked_isTerminated() {
    machine.add(PID).endingAfter(Duration.ofMillis(120));

    KillReport report = machine.free(DEFAULTS);

    KillOutcome outcome = only(report);
    assertThat(outcome.result()).isEqualTo(TERMINATED);
    assertThat(outcome.elapsed()).isEqualTo(Duration.ofMillis(120));
    assertThat(outcome.reason()).isEqualTo("it ended 120 ms after SIGTERM");
    assertThat(outcome.process().name()).contains("app" + PID);
    assertThat(report.freed()).isTrue();
    assertThat(report.portAfter()).isEqualTo(PortState.FREE);
    assertThat(report.reason()).isEqualTo("free");
    assertThat(machine.done("kill")).isEmpty();
  }

  @Test
  void processThatIsPinnedAndLookedAt_isSignalledOnlyThen() {
    machine.add(PID);

    free(DEFAULTS);

    assertThat(machine.trace)
        .containsExactly("pin " + PID, "listensOn " + PID, "terminate " + PID, "await " + PID);
  }

  @Test
  void stubbornProcess_isKilledAfterTheGracePeriod() {
    machine.add(PID).stubborn();

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(KILLED);
    assertThat(outcome.elapsed()).isEqualTo(Duration.ofMillis(3_002));
    assertThat(outcome.reason())
        .isEqualTo("it did not end within 3 s of SIGTERM; it ended 2 ms after SIGKILL");
  }

  @Test
  void stubbornProcess_survivesIfForcingIsNotAllowed() {
    machine.add(PID).stubborn();

    KillReport report = machine.free(GENTLE);

    assertThat(only(report).result()).isEqualTo(SURVIVED);
    assertThat(only(report).reason()).contains("3 s of SIGTERM", "forcing was not allowed");
    assertThat(report.freed()).isFalse();
    assertThat(report.reason()).isEqualTo("still held by pid 9000010 (app9000010), which survived");
    assertThat(machine.done("kill")).isEmpty();
  }

  @Test
  void processThatNothingEnds_survives() {
    machine.add(PID).immortal();

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(SURVIVED);
    assertThat(outcome.elapsed()).isEqualTo(Duration.ofSeconds(6));
    assertThat(outcome.reason()).contains("3 s of SIGTERM", "3 s of SIGKILL");
  }

  @Test
  void processThatEndsExactlyAtTheDeadline_isTerminated() {
    machine.add(PID).endingAfter(DEFAULTS.gracePeriod());

    assertThat(free(DEFAULTS).result()).isEqualTo(TERMINATED);
  }

  @Test
  void processThatCannotBePinned_isAlreadyGone() {
    machine.add(PID).pinnable = false;

    KillReport report = machine.free(DEFAULTS);

    assertThat(only(report).result()).isEqualTo(ALREADY_GONE);
    assertThat(report.attempted()).isFalse();
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void pidThatNoLongerListensWhenPinned_isSentNothing() {
    machine.add(PID).stillListensWhenPinned = false;

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(ALREADY_GONE);
    assertThat(outcome.reason()).isEqualTo("it no longer listens on TCP port 8050");
    assertThat(machine.done("terminate")).isEmpty();
    assertThat(machine.done("kill")).isEmpty();
  }

  @Test
  void processThatIsGoneWhenSignalled_isAlreadyGone() {
    machine.add(PID).answeringTerminate(Status.GONE, "ESRCH");

    assertThat(free(DEFAULTS).result()).isEqualTo(ALREADY_GONE);
  }

  @Test
  void processThatEndsBetweenTheDeadlineAndTheForce_isTerminatedNotKilled() {
    machine.add(PID).stubborn().answeringKill(Status.GONE, "ESRCH");

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(TERMINATED);
    assertThat(outcome.reason()).isEqualTo("it ended 3 s after SIGTERM");
  }

  @Test
  void anotherUsersProcess_isDeniedWithWhoMayEndIt() {
    machine.add(PID).answeringTerminate(Status.DENIED, "EPERM");

    KillReport report = machine.free(DEFAULTS);

    assertThat(only(report).result()).isEqualTo(DENIED);
    assertThat(only(report).reason())
        .isEqualTo(
            "this process runs as bob and may not end it (EPERM): it runs as alice; run this "
                + (OS.WINDOWS.isCurrentOs() ? "as administrator" : "with sudo")
                + ", or as alice");
    assertThat(report.attempted()).isFalse();
    assertThat(report.reason()).startsWith("still held by pid 9000010");
    assertThat(machine.done("kill")).isEmpty();
  }

  @Test
  void denialToTheSameUser_blamesASandbox() {
    machine.host.userName = "alice";
    machine.add(PID).answeringTerminate(Status.DENIED, "EPERM");

    assertThat(free(DEFAULTS).reason()).contains("it runs as alice too", "sandbox");
  }

  @Test
  void denialOfTheForceAfterAsking_isSurvivedSinceSomethingWasSent() {
    machine.add(PID).stubborn().answeringKill(Status.DENIED, "EPERM");

    assertThat(free(DEFAULTS).result()).isEqualTo(SURVIVED);
  }

  @Test
  void processThatCannotBeAsked_isForcedAtOnce() {
    machine.add(PID).answeringTerminate(Status.UNSUPPORTED, "no window");

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(KILLED);
    assertThat(outcome.elapsed()).isEqualTo(Duration.ofMillis(2));
    assertThat(outcome.reason())
        .isEqualTo("there is no way to ask it to end (no window); it ended 2 ms after SIGKILL");
  }

  @Test
  void processThatCannotBeAskedNorForced_isDeniedSinceNothingWasSent() {
    machine
        .add(PID)
        .answeringTerminate(Status.UNSUPPORTED, "no window")
        .answeringKill(Status.UNSUPPORTED, "protected");

    KillReport report = machine.free(DEFAULTS);

    assertThat(only(report).result()).isEqualTo(DENIED);
    assertThat(report.attempted()).isFalse();
  }

  @Test
  void processThatCannotBeAsked_isDeniedIfForcingIsNotAllowed() {
    machine.add(PID).answeringTerminate(Status.UNSUPPORTED, "no window");

    KillOutcome outcome = free(GENTLE);

    assertThat(outcome.result()).isEqualTo(DENIED);
    assertThat(outcome.reason()).contains("no window", "nothing was sent");
    assertThat(machine.done("kill")).isEmpty();
  }

  @Test
  void protectedProcess_isRefusedWithTheSystemsReason() {
    machine.add(PID).protection = Optional.of("it hosts 12 services: stop the one you mean");

    KillOutcome outcome = free(DEFAULTS);

    assertThat(outcome.result()).isEqualTo(REFUSED);
    assertThat(outcome.reason()).isEqualTo("it hosts 12 services: stop the one you mean");
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void forwarderThatShowsOnlyWhenPinned_isRefused() {
    // Another process by the time it is pinned: the look-up's facts are of the one before.
    FakeProcess process = machine.add(PID);
    process.whenPinned = () -> process.with(facts -> facts.executable("/bin/docker-proxy"));

    assertThat(free(DEFAULTS).result()).isEqualTo(REFUSED);
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void unexpectedPid_isRefused() {
    machine.add(PID);
    KillOptions expecting = KillOptions.builder().expectedPid(4711).build();

    KillReport report = machine.free(expecting);

    assertThat(only(report).result()).isEqualTo(REFUSED);
    assertThat(only(report).reason()).contains("only pid 4711 was to be ended");
    assertThat(report.reason()).contains("still held by pid 9000010", "must not be ended");
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void expectedPid_isEnded() {
    machine.add(PID);

    assertThat(free(KillOptions.builder().expectedPid(PID).build()).result()).isEqualTo(TERMINATED);
  }

  @Test
  void dryRun_sendsNothingAndPublishesNothing() {
    machine.add(PID);

    KillReport report = machine.free(KillOptions.builder().dryRun(true).build());

    assertThat(only(report).result()).isEqualTo(WOULD_KILL);
    assertThat(report.attempted()).isFalse();
    assertThat(report.freed()).isFalse();
    assertThat(report.reason()).startsWith("dry run");
    assertThat(machine.trace).containsExactly("pin " + PID, "listensOn " + PID);
    assertThat(machine.events).isEmpty();
  }

  @Test
  void weaknessOfThePin_isSaidInTheReason() {
    machine.add(PID).weakness = Optional.of("this kernel has no pidfd");

    assertThat(free(DEFAULTS).reason())
        .isEqualTo("it ended 100 ms after SIGTERM; this kernel has no pidfd");
  }

  @Test
  void everyPidIsRefused_whereTheSystemShowsAnotherNamespace() {
    machine.host.pidNamespace = Optional.empty();
    machine.add(PID);

    assertThat(free(DEFAULTS).result()).isEqualTo(REFUSED);
    assertThat(machine.trace).isEmpty();
  }

  @Test
  void thisProcess_isRefused() {
    machine.add(ProcessHandle.current().pid());

    assertThat(free(DEFAULTS).result()).isEqualTo(REFUSED);
    assertThat(machine.trace).isEmpty();
  }
}
