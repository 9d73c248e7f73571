package dev.portmanager.reliability.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.reliability.RunTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Puts the state that threads of a JVM share through jcstress, as it is and made unsafe. */
@EnabledOnOs(OS.LINUX)
class StressTest {

  /** Each must be found by its test. */
  private static final List<Flaw> FLAWS =
      List.of(
          new Flaw("core/allocation/Leases", "OneAppStress"),
          new Flaw("core/event/CloseActions", "CloseActionsStress"),
          new Flaw("core/event/EventBus", "SubscribeStress"),
          new Flaw("core/event/EventDelivery", "WakeUpStress"),
          new Flaw("core/event/ObserverQueue", "QueueBoundStress"),
          new Flaw("core/probe/PortProbe", "OverlapStress"),
          new Flaw("jmx/source/OperationCounts", "OperationCountsStress"),
          new Flaw("jmx/source/RecentPool", "RecentPoolStress"),
          new Flaw("os/linux/jna/Scratch", "ScratchStress"),
          new Flaw("os/linux/listen/LastKnownOwners", "KnownHoldersStress"),
          new Flaw("os/linux/procfs/OwnerScan$Assistant", "OwnerScanStress"));

  private static final int TESTS = 15;

  /** Each test is run with biased locking and without, where the JVM has that. */
  private static final int MODES = 2;

  private static final Duration SHORTEST = Duration.ofMillis(250);

  @TempDir Path folder;

  private static Duration share() {
    Duration share = RunTime.chosen().dividedBy(TESTS * MODES);
    return share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
  }

  @Test
  void nothingGoesWrong_whateverTheOrder() throws Exception {
    StressRun run = new StressRun(folder, share());
    Map<String, String> results = run.results(Optional.empty(), ".*");
    assertThat(results).as(run.text()).hasSize(TESTS);
    assertThat(results.values()).as(run.text()).containsOnly("OK");
  }

  @Test
  void everyFlawIsFound() throws Exception {
    Path flawed = Files.createDirectories(folder.resolve("flawed"));
    for (Flaw flaw : FLAWS) {
      flaw.writeTo(flawed);
    }
    String found =
        FLAWS.stream().map(Flaw::foundBy).collect(Collectors.joining("|", ".*\\.(", ")"));
    StressRun run = new StressRun(folder, share());
    Map<String, String> results = run.results(Optional.of(flawed), found);
    assertThat(FLAWS)
        .as(run.text())
        .allSatisfy(
            flaw ->
                assertThat(results)
                    .hasEntrySatisfying(flaw.foundBy(), r -> assertThat(r).isNotEqualTo("OK")));
  }
}
