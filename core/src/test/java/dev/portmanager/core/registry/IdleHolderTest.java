package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The register goes while its holder does nothing: the lease must stand for a newcomer all the
 * same.
 */
class IdleHolderTest {

  private static final long OTHER = 4711;
  private static final String IN_USE = "a file in use can be neither removed nor cut short";

  @TempDir Path temp;
  private final SimulatedHost host = SimulatedHost.of("1000", Optional.empty());
  private Path folder;
  private Path file;
  private LeaseRegistry holder;

  @BeforeEach
  void openRegister() {
    folder = temp.resolve("r");
    holder = open();
    file = folder.resolve(RegistryPlace.fileName(host, "pid-1"));
    host.starts(OTHER, 5);
  }

  private LeaseRegistry open() {
    return LeaseRegistries.open(Optional.of(folder), host, lease -> {});
  }

  /** Ends the holder for good: Windows keeps its file in use as long as anybody can reach it. */
  private void leave() {
    holder.close();
    holder = LeaseRegistries.open(Optional.of(temp.resolve("elsewhere")), host, lease -> {});
  }

  private void prolong() {
    try (LeaseRegistry other = open()) {
      assertThat(other.renew(timed("web", 60), new dev.portmanager.PortRange(8050, 8050)))
          .isPresent();
    }
  }

  private static Terms own(String app) {
    return new Terms(
        app,
        new Tenure.OfProcess(ProcessHandle.current().pid(), SimulatedHost.SELF_START, false),
        Duration.ZERO);
  }

  private static Terms other(String app) {
    return new Terms(app, new Tenure.OfProcess(OTHER, 5, true), Duration.ZERO);
  }

  private static Terms timed(String app, int seconds) {
    return new Terms(app, new Tenure.OfTime(Duration.ofSeconds(seconds)), Duration.ZERO);
  }

  private static Claim lease(LeaseRegistry registry, int port, Terms terms) {
    Claim claim = ((Attempt.Granted) registry.tryClaim(port, terms)).claim();
    assertThat(registry.commit(claim)).isPresent();
    return claim;
  }

  private void assertHeldForNewcomer(Claim claim) {
    LeaseRegistry newcomer = open();
    assertThat(newcomer.tryClaim(claim.port(), other("late"))).isEqualTo(Attempt.Refused.HELD);
    assertThat(newcomer.leases()).extracting(LeaseInfo::app).containsExactly(claim.record().app());
    assertThat(holder.stands(claim)).isTrue();
  }

  private long journals() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains(".held-")).count();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void registerThatVanished() throws IOException {
    Claim claim = lease(holder, 8050, own("web"));

    Files.delete(file);

    assertHeldForNewcomer(claim);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void registerThatWasCutShort() throws IOException {
    Claim claim = lease(holder, 8050, own("web"));

    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
    }

    assertHeldForNewcomer(claim);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void registerThatWasCutShortAndHasGrownAgain() throws IOException {
    Claim claim = lease(holder, 8050, own("web"));
    LeaseRegistry other = open();

    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
      out.setLength(RegistryFile.SIZE);
    }

    assertThat(other.tryClaim(8050, other("late"))).isEqualTo(Attempt.Refused.HELD);
    assertHeldForNewcomer(claim);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void registerInWhosePlaceAnOlderCopyWasPut() throws IOException {
    Path copy = temp.resolve("copy");
    Files.copy(file, copy);
    Claim claim = lease(holder, 8050, own("web"));

    Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertHeldForNewcomer(claim);
  }

  @Test
  void leaseThatWasGivenOutByAProcessThatIsGone() throws IOException {
    Claim claim = lease(holder, 8050, timed("web", 60));
    leave();

    UnusedFile.delete(file);

    holder = open();
    assertHeldForNewcomer(claim);
  }

  @Test
  void prolongedLeaseEndsAsLateAsItWasProlonged() throws IOException {
    lease(holder, 8050, timed("web", 60));
    host.uptime = host.uptime.plusSeconds(50);
    prolong();
    leave();
    UnusedFile.delete(file);
    host.uptime = host.uptime.plusSeconds(50);

    assertThat(open().leases()).extracting(LeaseInfo::app).containsExactly("web");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void whatWasReleasedDoesNotComeBack() throws IOException {
    Claim own = lease(holder, 8050, own("web"));
    lease(holder, 8051, own("forced"));
    lease(holder, 8052, timed("timed", 60));
    lease(holder, 8053, other("dead"));
    LeaseRegistry other = open();
    holder.release(own);
    for (LeaseInfo lease : other.leases()) {
      if (!lease.app().equals("dead")) {
        other.release(lease, true);
      }
    }
    host.ends(OTHER);

    Files.delete(file);

    assertThat(open().leases()).isEmpty();
    assertThat(holder.leases()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void releaseIsToldToTheRegisterThatWasMadeMeanwhile() throws IOException {
    Claim claim = lease(holder, 8050, own("web"));
    Files.delete(file);
    LeaseRegistry newcomer = open();

    assertThat(holder.release(claim)).isTrue();

    assertThat(newcomer.leases()).isEmpty();
    assertThat(newcomer.tryClaim(8050, other("late"))).isInstanceOf(Attempt.Granted.class);
  }

  @Test
  void journalIsThereFromTheFirstLeaseToTheLast() throws IOException {
    assertThat(journals()).isZero();
    Claim claim = lease(holder, 8050, own("web"));
    assertThat(journals()).isEqualTo(1);

    holder.release(claim);
    holder.close();

    assertThat(journals()).isZero();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = IN_USE)
  void journalsOfTheDeadAreSweptWhenTheyAreMany() throws IOException {
    Claim claim = lease(holder, 8050, own("web"));
    String name = file.getFileName() + ".held-" + Long.toHexString(ClaimWord.ofProcess(OTHER, 4));
    for (int i = 0; i < 100; i++) {
      Files.createFile(folder.resolve(name + "-" + i));
    }

    lease(open(), 8051, own("api"));

    assertThat(journals()).isEqualTo(2);
    Files.delete(file);
    assertThat(open().leases()).extracting(LeaseInfo::port).containsExactly(8050, 8051);
    assertThat(holder.stands(claim)).isTrue();
  }

  @Test
  void garbageInAJournalHoldsNothing() throws IOException {
    byte[] garbage = new byte[5_000];
    new java.util.Random(3).nextBytes(garbage);
    Files.write(folder.resolve(file.getFileName() + ".held-zz"), garbage);
    leave();
    UnusedFile.delete(file);

    assertThat(open().leases()).isEmpty();
  }
}
