package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import dev.portmanager.ReleaseOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherUsersTest {

  private static final long ANNS = 501;
  private static final long BOBS = 502;

  @TempDir Path root;
  private SimulatedHost ann;
  private SimulatedHost bob;

  @BeforeEach
  void twoUsers() {
    ann = SimulatedHost.of("1000", Optional.of(root));
    bob = ann.as("1001");
    ann.owns("1000", root.resolve("portmanager-1000"));
    ann.owns("1001", root.resolve("portmanager-1001"));
    ann.starts(ANNS, 1);
    bob.starts(BOBS, 2);
  }

  private static LeaseRegistry open(SimulatedHost host) {
    return LeaseRegistries.open(Optional.empty(), host, lease -> {});
  }

  private static Terms terms(String app, long pid, long start, Duration cooldown) {
    return new Terms(app, new Tenure.OfProcess(pid, start, true), cooldown);
  }

  private static Claim claim(LeaseRegistry registry, String app, long pid, long start) {
    Attempt attempt = registry.tryClaim(8050, terms(app, pid, start, Duration.ZERO));
    return ((Attempt.Granted) attempt).claim();
  }

  @Test
  void leaseOfAnotherUserIsHeldAndSeen() {
    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", ANNS, 1));
    LeaseRegistry bobs = open(bob);

    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ZERO)))
        .isEqualTo(Attempt.Refused.HELD);
    assertThat(bobs.leases()).extracting(LeaseInfo::user).containsExactly("user1000");
    assertThat(bobs.leaseOf(8050)).map(LeaseInfo::app).contains("web");
    assertThat(bobs.release(bobs.leases().get(0), true)).isEqualTo(ReleaseOutcome.OTHER_USER);
  }

  @Test
  void userWhoComesLaterIsSeen_thoughTheListOfUsersWasKept() throws Exception {
    LeaseRegistry bobs = open(bob);
    Files.setLastModifiedTime(root, FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(bobs.leases()).isEmpty();

    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", ANNS, 1));

    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ZERO)))
        .isEqualTo(Attempt.Refused.HELD);
    assertThat(bobs.leases()).hasSize(1);
  }

  @Test
  void registerBehindALinkDoesNoHarm() throws Exception {
    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", ANNS, 1));
    UnusedFile.link(root.resolve("portmanager-1003"), root.resolve("portmanager-1000"));

    assertThat(open(bob).leases()).hasSize(1);
  }

  @Test
  void ofTwoWhoClaimAtOnceTheLaterStepsBack() {
    LeaseRegistry anns = open(ann);
    claim(anns, "web", ANNS, 1);
    LeaseRegistry bobs = open(bob);

    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ZERO)))
        .isEqualTo(Attempt.Refused.CONTENDED);
    assertThat(bobs.leases()).isEmpty();
  }

  @Test
  void deadProcessOfAnotherUserBlocksNothing() {
    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", ANNS, 1));
    ann.ends(ANNS);
    LeaseRegistry bobs = open(bob);

    bobs.commit(claim(bobs, "api", BOBS, 2));

    assertThat(bobs.leases()).extracting(LeaseInfo::app).containsExactly("api");
  }

  @Test
  void releaseByAnotherUserCoolsToo() {
    LeaseRegistry anns = open(ann);
    Claim claim = claim(anns, "web", ANNS, 1);
    anns.commit(claim);
    anns.release(claim);
    LeaseRegistry bobs = open(bob);

    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ofHours(1))))
        .isEqualTo(Attempt.Refused.COOLING);
    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ZERO)))
        .isInstanceOf(Attempt.Granted.class);
  }

  @Test
  void claimInTheNameOfSomebodyElsesProcessBlocksNothing() {
    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", BOBS, 2)); // Bob's process, in Ann's register
    LeaseRegistry bobs = open(bob);

    assertThat(bobs.tryClaim(8050, terms("api", BOBS, 2, Duration.ZERO)))
        .isInstanceOf(Attempt.Granted.class);
  }

  @Test
  void folderThatIsNotItsUsersIsNotBelieved() {
    LeaseRegistry anns = open(ann);
    anns.commit(claim(anns, "web", ANNS, 1));
    ann.owns("1002", root.resolve("portmanager-1000"));
    LeaseRegistry bobs = open(bob);

    assertThat(bobs.leases()).isEmpty();
  }

  @Test
  void brokenRegistersOfOthersDoNoHarm() throws Exception {
    open(ann).close();
    Path annsFile = root.resolve("portmanager-1000").resolve(RegistryPlace.fileName(ann, "pid-1"));
    UnusedFile.delete(annsFile);
    Files.createDirectory(annsFile);
    Files.writeString(root.resolve("portmanager-1004"), "no folder");
    LeaseRegistry bobs = open(bob);

    bobs.commit(claim(bobs, "api", BOBS, 2));

    assertThat(bobs.leases()).hasSize(1);
  }
}
