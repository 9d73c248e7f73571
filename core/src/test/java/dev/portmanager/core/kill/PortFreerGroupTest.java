package dev.portmanager.core.kill;

import static dev.portmanager.KillOutcome.Result.ALREADY_GONE;
import static dev.portmanager.KillOutcome.Result.DENIED;
import static dev.portmanager.KillOutcome.Result.KILLED;
import static dev.portmanager.KillOutcome.Result.REFUSED;
import static dev.portmanager.KillOutcome.Result.SURVIVED;
import static dev.portmanager.KillOutcome.Result.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.KillReport;
import dev.portmanager.NativeCallException;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManagerException;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several owners of one port: their order, their common deadlines, the failure of one of them. */
class PortFreerGroupTest {
  private static final long A = 9_000_010;
  private static final long B = 9_000_020;
  private static final long C = 9_000_030;
  private static final KillOptions DEFAULTS = KillOptions.defaults();

  private final FakeMachine machine = new FakeMachine();

  @AfterEach
  void everyPinIsGivenBack() {
    assertThat(machine.openPins).isZero();
  }

  private static Map<Long, Result> results(KillReport report) {
    return report.outcomes().stream()
        .collect(Collectors.toMap(o -> o.process().pid(), KillOutcome::result));
  }

  private static List<Long> pids(KillReport report) {
    return report.outcomes().stream().map(o -> o.process().pid()).toList();
  }

  @Test
  void parent_isAskedBeforeItsChildren() {
    machine.add(A).childOf(C);
    machine.add(B).childOf(C);
    machine.add(C);

    KillReport report = machine.free(DEFAULTS);

    assertThat(pids(report)).containsExactly(C, A, B);
    assertThat(machine.done("terminate")).containsExactly("" + C, "" + A, "" + B);
  }

  @Test
  void everybodyIsLookedAtBeforeAnybodyIsAsked() {
    machine.add(A);
    machine.add(B);

    machine.free(DEFAULTS);

    assertThat(machine.trace.indexOf("listensOn " + B))
        .isLessThan(machine.trace.indexOf("terminate " + A));
    assertThat(machine.trace.indexOf("terminate " + B))
        .isLessThan(machine.trace.indexOf("await " + A));
  }

  @Test
  void manyStubbornOwners_takeAsLongAsOne() {
    for (long pid = A; pid < A + 50; pid++) {
      machine.add(pid).immortal();
    }

    KillReport report = machine.free(DEFAULTS);

    assertThat(report.outcomes()).hasSize(50).allMatch(o -> o.result() == SURVIVED);
    assertThat(report.elapsed()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void ownersWithDifferentManners_eachHaveTheirOwnResult() {
    machine.add(A).endingAfter(Duration.ofMillis(2_900));
    machine.add(B).stubborn();
    machine.add(C).immortal();

    KillReport report = machine.free(DEFAULTS);

    assertThat(results(report)).isEqualTo(Map.of(A, TERMINATED, B, KILLED, C, SURVIVED));
    assertThat(machine.done("kill")).containsExactly("" + B, "" + C);
    assertThat(report.attempted()).isTrue();
    assertThat(report.freed()).isFalse();
  }

  @Test
  void workerThatItsMasterEndedFirst_isAlreadyGoneAndSaysWhy() {
    FakeProcess worker = machine.add(A).childOf(B);
    machine.add(B).whenAsked = () -> worker.endsAt = 0;

    KillReport report = machine.free(DEFAULTS);

    assertThat(results(report)).isEqualTo(Map.of(B, TERMINATED, A, ALREADY_GONE));
    assertThat(report.outcomes().get(1).reason())
        .isEqualTo(
            "it had ended before anything was sent to it; its parent, pid 9000020 (app9000020),"
                + " had been asked to end just before");
  }

  @Test
  void zeroPeriods_stillFindWhoEndedAtOnce() {
    machine.add(A).endingAfter(Duration.ZERO);
    machine.add(B).stubborn().endsAfterKill = Optional.of(Duration.ZERO);
    KillOptions hasty =
        KillOptions.builder().gracePeriod(Duration.ZERO).forcePeriod(Duration.ZERO).build();

    assertThat(results(machine.free(hasty))).isEqualTo(Map.of(A, TERMINATED, B, KILLED));
  }

  static Stream<Arguments> failures() {
    NativeCallException failure = new NativeCallException("pidfd_open", 24, "too many open files");
    return Stream.of(
        Arguments.of("pin", (Consumer<FakeProcess>) p -> p.pinFailure = failure, DENIED),
        Arguments.of("look", (Consumer<FakeProcess>) p -> p.lookFailure = failure, DENIED),
        Arguments.of(
            "terminate", (Consumer<FakeProcess>) p -> p.terminateFailure = failure, DENIED),
        Arguments.of(
            "kill", (Consumer<FakeProcess>) p -> p.stubborn().killFailure = failure, SURVIVED),
        Arguments.of("await", (Consumer<FakeProcess>) p -> p.awaitFailure = failure, SURVIVED),
        Arguments.of(
            "unexpected",
            (Consumer<FakeProcess>) p -> p.terminateFailure = new IllegalStateException("oops"),
            DENIED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void failureForOneProcess_isItsOutcomeAndStopsNoOther(
      String where, Consumer<FakeProcess> failure, Result expected) {
    machine.add(A);
    failure.accept(machine.add(B));
    machine.add(C);

    KillReport report = machine.free(DEFAULTS);

    assertThat(results(report)).isEqualTo(Map.of(A, TERMINATED, B, expected, C, TERMINATED));
    assertThat(report.outcomes().get(1).reason()).containsPattern("too many open files|oops");
  }

  @Test
  void refusedOwner_doesNotSpareTheOthers() {
    machine.add(A).with(facts -> facts.name("docker-proxy"));
    machine.add(B);

    assertThat(results(machine.free(DEFAULTS))).isEqualTo(Map.of(A, REFUSED, B, TERMINATED));
  }

  @Test
  void interruptBeforeAnything_sendsNothing() {
    machine.add(A);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> machine.free(DEFAULTS))
        .isInstanceOf(PortManagerException.class)
        .hasMessageContaining("interrupted while freeing port 8050")
        .hasMessageContaining("pid 9000010 (app9000010): was sent nothing");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void interruptWhileWaiting_stopsAndTellsWhatWasDone() {
    machine.add(A).answeringTerminate(Status.DENIED, "EPERM");
    machine.add(B).stubborn().whenAsked = () -> Thread.currentThread().interrupt();
    machine.add(C);

    assertThatThrownBy(() -> machine.free(DEFAULTS))
        .isInstanceOf(PortManagerException.class)
        .hasMessageContaining("pid 9000010 (app9000010): DENIED")
        .hasMessageContaining("pid 9000020 (app9000020): was sent SIGTERM, not seen to end")
        .hasMessageContaining("pid 9000030 (app9000030): was sent nothing");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(machine.done("kill")).isEmpty();
    assertThat(machine.done("terminate")).containsExactly("" + A, "" + B);
    assertThat(machine.events.get(machine.events.size() - 1))
        .isInstanceOf(PortEvent.KillFailed.class);
  }
}
