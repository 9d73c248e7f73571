package dev.portmanager.os.linux.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Ownership;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.listen.OwnerSearch.Found;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.ScanResult;
import dev.portmanager.os.linux.procfs.Visibility;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipJudgeTest {

  private static final long OWN = 1001;
  private static final ScanResult ALL_SEEN = new ScanResult(List.of(), 90, 0, Set.of());
  private static final List<ProcessInfo> OWNER = List.of(ProcessInfo.builder(4711).build());
  private static final Visibility USER = new Visibility(false, false, false, false, false);

  @Test
  void nobodyFoundAndNobodyRefused_isNone() {
    assertThat(judge(USER).unknown(row(0, 5), scanned(ALL_SEEN)))
        .isInstanceOf(Ownership.None.class);
  }

  @Test
  void socketWithoutInode_isNone_whoeverRefused() {
    assertThat(judge(USER).unknown(row(0, 0), scanned(refusedBy(0))))
        .isInstanceOf(Ownership.None.class);
  }

  @Test
  void nobodyFoundAndSomeRefused_isHidden_withTheCount() {
    assertThat(judge(USER).unknown(row(0, 5), scanned(refusedBy(0))))
        .isEqualTo(
            new Ownership.Hidden(
                "its socket was made by user0, and 12 of 90 processes may not be looked into by"
                    + " this one: run it with sudo to see them"));
  }

  @Test
  void nobodyFoundByTheKernel_isNone_whoeverRefusedTheScanBefore() {
    Visibility hidepid = new Visibility(false, false, false, false, true);
    Ownership judged = judge(hidepid).unknown(row(0, 5), new Found(refusedBy(0), Means.KERNEL));
    assertThat(judged)
        .isInstanceOfSatisfying(
            Ownership.None.class,
            none ->
                assertThat(none.reason())
                    .contains("the kernel looked through the descriptors")
                    .contains("held by the kernel")
                    .doesNotContain("90"));
  }

  @Test
  void hidepid_andPidNamespace_hideWithoutARefusal() {
    Visibility hidepid = new Visibility(false, false, false, false, true);
    Visibility container = new Visibility(true, true, false, true, false);
    assertThat(reason(judge(hidepid).unknown(row(0, 5), scanned(ALL_SEEN)))).contains("hidepid");
    assertThat(reason(judge(container).unknown(row(0, 5), scanned(ALL_SEEN))))
        .contains("pid namespace");
  }

  @Test
  void root_isToldWhyEvenItCannotSee() {
    Visibility namespace = new Visibility(true, true, true, false, false);
    Visibility powerless = new Visibility(true, false, false, false, false);
    Visibility full = new Visibility(true, true, false, false, false);
    assertThat(reason(judge(namespace).unknown(row(0, 5), scanned(refusedBy(0)))))
        .contains("namespace");
    assertThat(reason(judge(powerless).unknown(row(0, 5), scanned(refusedBy(0)))))
        .contains("SYS_PTRACE");
    assertThat(reason(judge(full).unknown(row(0, 5), scanned(refusedBy(0))))).contains("even root");
  }

  @Test
  void ownSocket_isCompletelyKnown_thoughOtherUsersRefuse() {
    assertThat(caveat(judge(USER).known(row(OWN, 5), OWNER, refusedBy(0)))).isEmpty();
  }

  @Test
  void ownSocket_hasACaveat_whereAProcessOfOursRefuses_orNobodyKnowsWhose() {
    assertThat(caveat(judge(USER).known(row(OWN, 5), OWNER, refusedBy(OWN)))).isPresent();
    ScanResult unknownUsers = new ScanResult(List.of(), 90, 12, Set.of());
    assertThat(caveat(judge(USER).known(row(OWN, 5), OWNER, unknownUsers))).isPresent();
  }

  @Test
  void socketOfAnotherUser_hasACaveat_whereSomeRefuse() {
    assertThat(caveat(judge(USER).known(row(0, 5), OWNER, refusedBy(7))))
        .contains(
            "there may be others: 12 of 90 processes may not be looked into; run it with sudo to"
                + " see them");
    assertThat(caveat(judge(USER).known(row(0, 5), OWNER, ALL_SEEN))).isEmpty();
  }

  private static OwnershipJudge judge(Visibility visibility) {
    return new OwnershipJudge(visibility, OWN, user -> "user" + user);
  }

  private static SocketRow row(long user, long inode) {
    return new SocketRow(
        Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), inode, user);
  }

  private static Found scanned(ScanResult result) {
    return new Found(result, Means.SCAN);
  }

  private static ScanResult refusedBy(long user) {
    return new ScanResult(List.of(), 90, 12, Set.of(user));
  }

  private static String reason(Ownership ownership) {
    return ((Ownership.Hidden) ownership).reason();
  }

  private static Optional<String> caveat(Ownership ownership) {
    return ((Ownership.Known) ownership).caveat();
  }
}
