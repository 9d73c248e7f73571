package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Facts read from a /proc made up for the test, where the real one could not be made to say them.
 */
@EnabledOnOs(OS.LINUX)
class LinuxHostTest {

  @TempDir Path proc;

  @BeforeEach
  void ownNamespace() throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    Files.createDirectories(proc.resolve(self + "/ns"));
    Files.createSymbolicLink(proc.resolve("self"), Path.of(self));
    Files.createSymbolicLink(proc.resolve(self + "/ns/pid"), Path.of("pid:[4026531836]"));
    write(
        "self/status", "Name:\tjava\nUid:\t1\t2\t3\t4\nGid:\t1\t1\t1\t1\nGroups:\t\nCapEff:\t0\n");
    write("self/uid_map", "         0          0 4294967295\n");
    write("self/mountinfo", "22 26 0:20 / /proc rw - proc proc rw\n");
  }

  @Test
  void userId_isTheEffectiveOne() {
    assertThat(host().userId()).isEqualTo("2");
  }

  @Test
  void pidNamespace_isTheNumberBehindTheLink() {
    assertThat(host().pidNamespace()).contains("4026531836");
  }

  @Test
  void pidNamespace_isEmpty_andNobodyIsJudged_whereProcNumbersUsOtherwise() throws IOException {
    Files.delete(proc.resolve("self"));
    Files.createDirectories(proc.resolve("77"));
    Files.createSymbolicLink(proc.resolve("self"), Path.of("77"));
    process(4711, "(x) S", 1, 5);
    assertThat(host().pidNamespace()).isEmpty();
    assertThat(host().presence(4711)).isInstanceOf(Presence.Unseen.class);
  }

  @Test
  void presence_readsThroughAHostileName() throws IOException {
    process(4711, "(a) Z 1\n) R) S", 1, 987);
    assertThat(host().presence(4711))
        .isEqualTo(new Presence.Running(987, new LinuxHost().userId()));
  }

  @Test
  void presence_ofAZombie_isGone() throws IOException {
    process(4711, "(x) Z", 1, 987);
    assertThat(host().presence(4711)).isInstanceOf(Presence.Gone.class);
  }

  @Test
  void presence_ofAProcessWhoseMainThreadHasEnded_isRunning_untilTheOthersHave()
      throws IOException {
    process(4711, "(x) Z", 2, 987);
    write("4711/task/4711/stat", "4711 (x) Z" + fields(2, 987));
    write("4711/task/4712/stat", "4712 (x) S" + fields(2, 990));
    assertThat(host().presence(4711)).isInstanceOf(Presence.Running.class);
    write("4711/task/4712/stat", "4712 (x) Z" + fields(2, 990));
    assertThat(host().presence(4711)).isInstanceOf(Presence.Gone.class);
  }

  @Test
  void restrictedRanges_endBelowTheFirstUnprivilegedPort() throws IOException {
    write("sys/net/ipv4/ip_unprivileged_port_start", "80\n");
    assertThat(host().restrictedRanges()).containsExactly(new PortRange(1, 79));
    write("sys/net/ipv4/ip_unprivileged_port_start", "0\n");
    assertThat(host().restrictedRanges()).isEmpty();
  }

  @Test
  void ephemeralRange_isReadOrUnknown() throws IOException {
    assertThat(host().ephemeralRange()).isEmpty();
    write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    assertThat(host().ephemeralRange()).contains(new PortRange(32_768, 60_999));
  }

  @Test
  void bootId_ofAnotherForm_isAnError() throws IOException {
    write("sys/kernel/random/boot_id", "../../etc\n");
    assertThatThrownBy(() -> host().bootId())
        .isInstanceOf(PortManagerException.class)
        .hasMessageContaining("boot_id");
  }

  @Test
  void registryRoot_isAFolderForAllWithTheStickyBit_andNothingElse() throws Exception {
    Path shared = Files.createDirectory(proc.resolve("shm"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(host().registryRoot()).isEmpty();
    assertThat(Machine.run(java.util.List.of("chmod", "1777", shared.toString())).code()).isZero();
    assertThat(host().registryRoot()).contains(shared);
    Files.delete(shared);
    Files.createSymbolicLink(shared, Path.of("/dev/shm"));
    assertThat(host().registryRoot()).isEmpty();
  }

  @Test
  void userName_isTheLoginName_orTheNumber() throws IOException {
    write("passwd", "anna:x:1001:1001::/home/anna:/bin/sh\n");
    assertThat(host().userName("1001")).isEqualTo("anna");
    assertThat(host().userName("1002")).isEqualTo("1002");
  }

  private void process(long pid, String nameAndState, int threads, long start) throws IOException {
    write(pid + "/stat", pid + " " + nameAndState + fields(threads, start));
  }

  private void write(String file, String text) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** The fields of stat from the parent on. */
  private static String fields(int threads, long start) {
    return " 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 " + threads + " 0 " + start + " 0 0\n";
  }

  private LinuxHost host() {
    return new LinuxHost(new ProcFs(proc), proc.resolve("shm"), proc.resolve("passwd"));
  }
}
