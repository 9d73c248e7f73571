package dev.portmanager.jmx.meter;

import static dev.portmanager.jmx.meter.Happenings.NOW;
import static dev.portmanager.jmx.meter.Happenings.expired;
import static dev.portmanager.jmx.meter.Happenings.killStarted;
import static dev.portmanager.jmx.meter.Happenings.killed;
import static dev.portmanager.jmx.meter.Happenings.lease;
import static dev.portmanager.jmx.meter.Happenings.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOutcome.Result;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PortEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KilledHoldersTest {

  private static final Instant BEFORE = NOW.minusSeconds(60);

  private final List<String> verdicts = new ArrayList<>();
  private final KilledHolders holders =
      new KilledHolders(
          (event, wasKilled) ->
              verdicts.add(event.lease().port() + (wasKilled ? " killed" : " expired")));

  private void look(PortEvent... events) {
    for (PortEvent event : events) {
      holders.look(event);
    }
  }

  @Test
  void leaseThatExpiredByItself() {
    look(expired(lease(8050, 41, BEFORE)));
    assertThat(verdicts).containsExactly("8050 expired");
  }

  @Test
  void leasesFoundWhileAndAfterItsProcessWasEnded() {
    look(killStarted(8050), expired(lease(8050, 41, BEFORE)), expired(lease(8051, 7, BEFORE)));
    assertThat(verdicts).as("not known yet").isEmpty();
    look(killed(8050, outcome(41, Result.TERMINATED), outcome(42, Result.KILLED)));
    assertThat(verdicts).containsExactlyInAnyOrder("8050 killed", "8051 expired");
    look(expired(lease(8052, 42, BEFORE)), expired(lease(8053, 41, BEFORE)));
    assertThat(verdicts).endsWith("8052 killed", "8053 killed");
  }

  @Test
  void processThatWasNotEndedByUs() {
    look(
        killStarted(8050),
        killed(
            8050,
            outcome(41, Result.SURVIVED),
            outcome(42, Result.ALREADY_GONE),
            outcome(43, Result.DENIED)),
        expired(lease(8050, 41, BEFORE)),
        expired(lease(8051, 42, BEFORE)),
        expired(lease(8052, 43, BEFORE)));
    assertThat(verdicts).containsExactly("8050 expired", "8051 expired", "8052 expired");
  }

  @Test
  void laterProcessOfTheSameNumber() {
    look(killStarted(8050), killed(8050, outcome(41, Result.KILLED)));
    look(expired(lease(8051, 41, NOW.plusSeconds(1))));
    assertThat(verdicts).containsExactly("8051 expired");
  }

  @Test
  void leaseForATime_hasNoProcess() {
    look(killStarted(8050), killed(8050, outcome(41, Result.KILLED)));
    look(
        expired(
            new LeaseInfo("web", 8051, 41, BEFORE, "anna", Optional.of(NOW.plus(Duration.ZERO)))));
    assertThat(verdicts).containsExactly("8051 expired");
  }

  @Test
  void failedKillsAndTwoAtOnce() {
    look(killStarted(8050), killStarted(8060), expired(lease(8050, 41, BEFORE)));
    look(new PortEvent.KillFailed(NOW, 8060, Duration.ofMillis(3), "interrupted"));
    assertThat(verdicts).as("the other is under way").isEmpty();
    look(killed(8050, outcome(41, Result.KILLED)));
    assertThat(verdicts).containsExactly("8050 killed");
  }

  @Test
  void lostEnd_keepsNothingUndecided() {
    look(killStarted(8050), expired(lease(8050, 41, BEFORE)));
    holders.forgetKills();
    assertThat(verdicts).containsExactly("8050 expired");
    look(expired(lease(8051, 42, BEFORE)));
    assertThat(verdicts).hasSize(2);
  }

  @Test
  void memoryIsBounded() {
    look(killStarted(8050));
    for (int pid = 1; pid <= KilledHolders.CAPACITY + 1; pid++) {
      look(expired(lease(pid, pid, BEFORE)));
    }
    assertThat(verdicts).as("the oldest is let go").containsExactly("1 expired");
    look(killed(8050, outcome(2, Result.KILLED)));
    assertThat(verdicts).hasSize(KilledHolders.CAPACITY + 1).contains("2 killed");

    for (int pid = 1; pid <= KilledHolders.CAPACITY + 1; pid++) {
      look(killed(8050, outcome(1_000 + pid, Result.KILLED)));
    }
    verdicts.clear();
    look(expired(lease(8051, 1_001, BEFORE)), expired(lease(8052, 1_002, BEFORE)));
    assertThat(verdicts).containsExactly("8051 expired", "8052 killed");
  }
}
