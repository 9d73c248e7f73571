package dev.portmanager.core.kill;

import static dev.portmanager.KillOutcome.Result.ALREADY_GONE;
import static dev.portmanager.KillOutcome.Result.REFUSED;
import static dev.portmanager.KillOutcome.Result.TERMINATED;
import static dev.portmanager.KillOutcome.Result.WOULD_KILL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.KillReport;
import dev.portmanager.NativeCallException;
import dev.portmanager.ProcessInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ending the owners' descendants too. */
class PortFreerDescendantsTest {
  private static final long OWNER = 9_000_010;
  private static final long CHILD = 9_000_020;
  private static final long GRANDCHILD = 9_000_030;
  private static final KillOptions TREE = KillOptions.builder().descendants(true).build();

  private final FakeMachine machine = new FakeMachine();

  @AfterEach
  void everyPinIsGivenBack() {
    assertThat(machine.openPins).isZero();
  }

  private FakeProcess family() {
    machine.add(GRANDCHILD).childOf(CHILD).silent();
    FakeProcess child = machine.add(CHILD).childOf(OWNER).silent();
    machine.add(OWNER);
    return child;
  }

  private static List<Long> pids(KillReport report) {
    return report.outcomes().stream().map(o -> o.process().pid()).toList();
  }

  private static List<Result> results(KillReport report) {
    return report.outcomes().stream().map(KillOutcome::result).toList();
  }

  @Test
  void descendants_areLeftAloneByDefault() {
    family();

    assertThat(pids(machine.free(KillOptions.defaults()))).containsExactly(OWNER);
    assertThat(machine.done("children")).isEmpty();
  }

  @Test
  void descendants_areEndedAfterTheirParents() {
    family();

    KillReport report = machine.free(TREE);

    assertThat(pids(report)).containsExactly(OWNER, CHILD, GRANDCHILD);
    assertThat(results(report)).containsOnly(TERMINATED);
    assertThat(machine.done("terminate")).containsExactly("" + OWNER, "" + CHILD, "" + GRANDCHILD);
  }

  @Test
  void descendants_areCollectedBeforeAnybodyIsAsked() {
    family();

    machine.free(TREE);

    assertThat(machine.trace.lastIndexOf("children " + GRANDCHILD))
        .isBetween(0, machine.trace.indexOf("terminate " + OWNER) - 1);
  }

  @Test
  void dryRun_tellsOfDescendantsToo() {
    family();
    KillOptions dry = KillOptions.builder().descendants(true).dryRun(true).build();

    KillReport report = machine.free(dry);

    assertThat(pids(report)).containsExactly(OWNER, CHILD, GRANDCHILD);
    assertThat(results(report)).containsOnly(WOULD_KILL);
    assertThat(machine.done("terminate")).isEmpty();
  }

  @Test
  void childThatListensToo_isDealtWithOnce() {
    family().listens = true;

    assertThat(pids(machine.free(TREE))).containsExactly(OWNER, CHILD, GRANDCHILD);
  }

  @Test
  void descendantsOfRefusedOwner_areLeftAlone() {
    family();
    machine.add(OWNER).with(facts -> facts.name("docker-proxy"));

    KillReport report = machine.free(TREE);

    assertThat(pids(report)).containsExactly(OWNER);
    assertThat(results(report)).containsExactly(REFUSED);
  }

  @Test
  void refusedDescendant_sparesItsOwnDescendants() {
    family().protection = Optional.of("it is a kernel thread");

    KillReport report = machine.free(TREE);

    assertThat(pids(report)).containsExactly(OWNER, CHILD);
    assertThat(results(report)).containsExactly(TERMINATED, REFUSED);
  }

  @Test
  void pidThatHasAnotherParentWhenPinned_isRefused() {
    FakeProcess child = family();
    child.whenPinned = () -> child.childOf(1);

    KillReport report = machine.free(TREE);

    assertThat(results(report)).containsExactly(TERMINATED, REFUSED);
    assertThat(report.outcomes().get(1).reason()).contains("no longer a child of pid 9000010");
  }

  @Test
  void processOlderThanTheParentItNames_isRefused() {
    // As on Windows, where the parent's pid is never cleared and may have passed on.
    family().with(facts -> facts.startedAt(Instant.EPOCH));

    assertThat(results(machine.free(TREE))).containsExactly(TERMINATED, REFUSED);
  }

  @Test
  void processThatCannotBeShownToBeAChild_isRefused() {
    FakeProcess child = family();
    child.whenPinned = () -> child.facts = ProcessInfo.builder(CHILD).build();

    KillReport report = machine.free(TREE);

    assertThat(results(report)).containsExactly(TERMINATED, REFUSED);
    assertThat(report.outcomes().get(1).reason()).contains("cannot be seen");
  }

  @Test
  void childThatEndsBeforeItIsPinned_isAlreadyGone() {
    family().pinnable = false;

    assertThat(results(machine.free(TREE))).containsExactly(TERMINATED, ALREADY_GONE);
  }

  @Test
  void childrenThatCannotBeListed_areMentionedAndStopNothing() {
    family();
    FakeProcess owner = machine.add(OWNER);
    owner.childrenFailure = new NativeCallException("open", 13, "permission denied");

    KillReport report = machine.free(TREE);

    assertThat(results(report)).containsExactly(TERMINATED);
    assertThat(report.outcomes().get(0).reason())
        .contains("it ended", "its children are left alone", "permission denied");
  }

  @Test
  void descendantsOfTheExpectedPid_areEndedToo() {
    family();
    KillOptions expecting = KillOptions.builder().descendants(true).expectedPid(OWNER).build();

    assertThat(results(machine.free(expecting)))
        .containsExactly(TERMINATED, TERMINATED, TERMINATED);
  }

  @Test
  void thisProcess_isRefusedAmongDescendantsWhateverIsAllowed() {
    long self = ProcessHandle.current().pid();
    machine.add(OWNER);
    machine.add(self).childOf(OWNER).silent();
    KillOptions all = KillOptions.builder().descendants(true).allowAncestors(true).build();

    KillReport report = machine.free(all);

    assertThat(pids(report)).containsExactly(OWNER, self);
    assertThat(results(report)).containsExactly(TERMINATED, REFUSED);
  }
}
