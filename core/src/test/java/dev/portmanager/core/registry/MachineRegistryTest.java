package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortRange;
import dev.portmanager.ReleaseOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRegistryTest {

  private static final long OTHER = 4711;
  private static final PortRange RANGE = new PortRange(8050, 8059);
  private static final Duration COOLDOWN = Duration.ofHours(1);

  @TempDir Path folder;
  private final SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
  private final List<LeaseInfo> expired = new ArrayList<>();

  private LeaseRegistry open() {
    return LeaseRegistries.open(Optional.of(folder.resolve("r")), host, expired::add);
  }

  private static Terms own(String app) {
    return new Terms(
        app,
        new Tenure.OfProcess(ProcessHandle.current().pid(), SimulatedHost.SELF_START, false),
        COOLDOWN);
  }

  private static Terms of(String app, long pid, long start) {
    return new Terms(app, new Tenure.OfProcess(pid, start, true), COOLDOWN);
  }

  private static Terms timed(String app, int seconds) {
    return new Terms(app, new Tenure.OfTime(Duration.ofSeconds(seconds)), COOLDOWN);
  }

  private static Claim lease(LeaseRegistry registry, int port, Terms terms) {
    Attempt attempt = registry.tryClaim(port, terms);
    assertThat(attempt).isInstanceOf(Attempt.Granted.class);
    Claim claim = ((Attempt.Granted) attempt).claim();
    assertThat(registry.commit(claim)).isPresent();
    return claim;
  }

  @Test
  void leasedPortIsHeldForEveryoneElse() {
    LeaseRegistry one = open();
    LeaseRegistry other = open();
    lease(one, 8050, own("web"));

    assertThat(one.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.HELD);
    assertThat(other.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.HELD);
    assertThat(other.leaseOf(8050)).map(LeaseInfo::app).contains("web");
    assertThat(other.leases()).hasSize(1);
  }

  @Test
  void claimThatIsNotCommittedHoldsThePortButIsNoLease() {
    LeaseRegistry registry = open();
    Attempt attempt = registry.tryClaim(8050, own("web"));

    assertThat(registry.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.HELD);
    assertThat(registry.leases()).isEmpty();

    registry.withdraw(((Attempt.Granted) attempt).claim());
    lease(registry, 8050, own("api"));
  }

  @Test
  void claimOfAProcessIsNotItsLeaseBefore() {
    LeaseRegistry registry = open();
    registry.release(lease(registry, 8050, own("web")));

    registry.tryClaim(8050, own("api").withoutCooldown());

    assertThat(registry.leases()).isEmpty();
    assertThat(registry.leaseOf(8050)).isEmpty();
  }

  @Test
  void releasedPortCoolsForOtherApplications() {
    LeaseRegistry registry = open();
    Claim claim = lease(registry, 8050, own("web"));

    assertThat(registry.release(claim)).isTrue();
    assertThat(registry.release(claim)).isFalse();
    assertThat(registry.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.COOLING);
    assertThat(registry.tryClaim(8050, own("api").withoutCooldown()))
        .isInstanceOf(Attempt.Granted.class);
  }

  @Test
  void releasedPortIsAtOnceFreeForTheSameApplication() {
    LeaseRegistry registry = open();
    registry.release(lease(registry, 8050, own("web")));

    lease(registry, 8050, own("web"));
  }

  @Test
  void leaseEndsWithItsProcess() {
    host.starts(OTHER, 5);
    LeaseRegistry registry = open();
    lease(registry, 8050, of("web", OTHER, 5));
    assertThat(registry.leases()).extracting(LeaseInfo::pid).containsExactly(OTHER);

    host.ends(OTHER);

    assertThat(registry.leases()).isEmpty();
    assertThat(expired).extracting(LeaseInfo::app).containsExactly("web");
    assertThat(registry.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.COOLING);
    lease(registry, 8050, own("api").withoutCooldown());
  }

  @Test
  void laterProcessWithTheSamePidHoldsNothing() {
    host.starts(OTHER, 5);
    LeaseRegistry registry = open();
    lease(registry, 8050, of("web", OTHER, 5));

    host.starts(OTHER, 6);

    assertThat(registry.leaseOf(8050)).isEmpty();
  }

  @Test
  void processThatMayNotBeSeenKeepsItsLease() {
    host.starts(OTHER, 5);
    LeaseRegistry registry = open();
    lease(registry, 8050, of("web", OTHER, 5));

    host.hides(OTHER);

    assertThat(registry.tryClaim(8050, own("api"))).isEqualTo(Attempt.Refused.HELD);
  }

  @Test
  void timedLeaseEndsByUptimeAndCanBeRenewed() {
    LeaseRegistry registry = open();
    lease(registry, 8050, timed("web", 60));
    host.uptime = host.uptime.plusSeconds(59);

    Optional<Claim> renewed = registry.renew(timed("web", 60), RANGE);
    host.uptime = host.uptime.plusSeconds(59);

    assertThat(renewed).map(Claim::port).contains(8050);
    assertThat(registry.leaseOf(8050)).isPresent();
    host.uptime = host.uptime.plusSeconds(3);
    assertThat(registry.leaseOf(8050)).isEmpty();
    assertThat(registry.renew(timed("web", 60), RANGE)).isEmpty();
  }

  @Test
  void timedClaimThatRanOutBeforeItsCommitIsNoLease() {
    LeaseRegistry registry = open();
    Claim late = ((Attempt.Granted) registry.tryClaim(8050, timed("late", 10))).claim();
    host.uptime = host.uptime.plusSeconds(20);
    Claim next = lease(registry, 8050, own("next").withoutCooldown());

    assertThat(registry.commit(late)).isEmpty();
    assertThat(registry.stands(next)).isTrue();
    assertThat(registry.leaseOf(8050)).map(LeaseInfo::app).contains("next");
  }

  @Test
  void recordThatALateCommitWroteOverIsWrittenAgain() throws IOException {
    LeaseRegistry registry = open();
    Claim late = ((Attempt.Granted) registry.tryClaim(8050, timed("late", 10))).claim();
    host.uptime = host.uptime.plusSeconds(20);
    Claim next = lease(registry, 8050, own("next").withoutCooldown());
    Path file = folder.resolve("r").resolve(RegistryPlace.fileName(host, "pid-1"));
    try (RegistryFile same = FoundRegister.at(file).accept()) {
      same.writeRecord(8050, late.record().encode());
    }

    assertThat(registry.stands(next)).isTrue();
    assertThat(open().leaseOf(8050)).map(LeaseInfo::app).contains("next");
    assertThat(registry.release(next)).isTrue();
  }

  @Test
  void renewalIsForTheSameApplicationAndTenureOnly() {
    host.starts(OTHER, 5);
    LeaseRegistry registry = open();
    lease(registry, 8050, timed("web", 60));
    lease(registry, 8051, of("api", OTHER, 5));

    assertThat(registry.renew(timed("api", 60), RANGE)).isEmpty();
    assertThat(registry.renew(of("web", OTHER, 5), RANGE)).isEmpty();
    assertThat(registry.renew(of("api", OTHER, 5), RANGE)).map(Claim::port).contains(8051);
    assertThat(registry.renew(timed("web", 60), new PortRange(9000, 9009))).isEmpty();
  }

  @Test
  void lastPortIsTheNewestOfTheApplication() {
    LeaseRegistry registry = open();
    registry.release(lease(registry, 8055, own("web")));

    assertThat(open().lastPort("web", RANGE)).hasValue(8055);
    assertThat(registry.lastPort("api", RANGE)).isEmpty();
    assertThat(registry.lastPort("web", new PortRange(9000, 9009))).isEmpty();
  }

  @Test
  void otherProcessOfTheUserReleasesOnlyByForce() {
    LeaseRegistry holder = open();
    Claim claim = lease(holder, 8050, own("web"));
    LeaseRegistry other = open();
    LeaseInfo lease = other.leases().get(0);

    assertThat(other.release(lease, false)).isEqualTo(ReleaseOutcome.HELD);
    assertThat(holder.stands(claim)).isTrue();
    assertThat(other.release(lease, true)).isEqualTo(ReleaseOutcome.RELEASED);
    assertThat(holder.stands(claim)).isFalse();
    assertThat(other.release(lease, true)).isEqualTo(ReleaseOutcome.NOT_LEASED);
  }

  @Test
  void holderThatWasReleasedByForceDoesNotReleaseTheNextLease() {
    LeaseRegistry registry = open();
    Claim first = lease(registry, 8050, own("web"));
    registry.release(registry.leases().get(0), true);
    Claim second = lease(registry, 8050, own("web"));

    assertThat(registry.release(first)).isFalse();
    assertThat(registry.stands(second)).isTrue();
  }

  @Test
  void leaseForATimeIsReleasedWithoutForceAndThatOfAnotherProcessIsNot() {
    host.starts(OTHER, 5);
    LeaseRegistry registry = open();
    lease(registry, 8050, timed("web", 60));
    lease(registry, 8051, of("api", OTHER, 5));

    assertThat(registry.release(registry.leases().get(0), false))
        .isEqualTo(ReleaseOutcome.RELEASED);
    assertThat(registry.release(registry.leases().get(0), false)).isEqualTo(ReleaseOutcome.HELD);
    assertThat(registry.release(registry.leases().get(0), true)).isEqualTo(ReleaseOutcome.RELEASED);
  }

  @Test
  void rebootAndOtherPidNamespaceSeeNothingOfTheseLeases() {
    lease(open(), 8050, own("web"));

    host.bootId = "boot-2";
    assertThat(open().leases()).isEmpty();
    host.bootId = "boot-1";
    host.pidNamespace = Optional.of("pid-2");
    assertThat(open().leases()).isEmpty();
    host.pidNamespace = Optional.of("pid-1");
    assertThat(open().leases()).hasSize(1);
  }

  @Test
  void unknownPidNamespaceLeavesThisJvmOnly() {
    host.pidNamespace = Optional.empty();

    LeaseRegistry registry = open();

    assertThat(registry).isInstanceOf(JvmRegistry.class);
    assertThat(registry.diagnose().message()).contains("this JVM only");
  }

  @Test
  void placeThatTheSystemDoesNotTellLeavesThisJvmOnly_withTheReason() {
    host.rootFails = true;

    LeaseRegistry registry = LeaseRegistries.open(Optional.empty(), host, lease -> {});

    assertThat(registry).isInstanceOf(JvmRegistry.class);
    assertThat(registry.diagnose().message()).contains("RegGetValue failed with error 5");
  }

  @Test
  void claimOfProcessZeroIsRefused() {
    LeaseRegistry registry = open();

    assertThatThrownBy(() -> registry.tryClaim(8050, of("web", 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
