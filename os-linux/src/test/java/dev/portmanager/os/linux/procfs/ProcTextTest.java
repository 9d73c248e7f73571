package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTextTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void status_givesEffectiveUser_groupsAndCapabilities() {
    ProcStatus status =
        ProcStatus.parse(
            "Name:\tUid:\\n\nUid:\t0\t1001\t0\t0\nGid:\t5\t6\t5\t5\nGroups:\t7 8 \nCapEff:\t"
                + "0000000000080000\n");
    assertThat(status).isEqualTo(new ProcStatus(1001, List.of(7L, 8L, 6L), 1 << 19));
    assertThat(status.mayTrace()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Uid:\t0\n",
        "Uid:\ta\tb\nGid:\t1\t1\nGroups:\nCapEff:\t0\n",
        "Uid:\t0\t-1\nGid:\t1\t1\nGroups:\nCapEff:\t0\n",
        "Uid:\t0\t0\nGid:\t1\t4294967296\nGroups:\nCapEff:\t0\n",
        "Uid:\t0\t0\nGid:\t1\t1\nGroups:\t-7\nCapEff:\t0\n",
        "Name:\tx"
      })
  void statusOfAnotherForm_isMalformed(String text) {
    assertThatThrownBy(() -> ProcStatus.parse(text)).isInstanceOf(MalformedProcFileException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/nginx.service, nginx.service",
    "0::/user.slice/user-1.slice/user@1.service/app.slice/app-x.service, app-x.service",
    "1:name=systemd:/system.slice/cron.service/child, cron.service",
    "0::/user.slice/user-1000.slice/session-3.scope, ",
    "4:memory:/system.slice/other.service, ",
    "0::/, ",
    "nonsense, "
  })
  void controlGroup_givesTheUnit(String text, String unit) {
    assertThat(ControlGroups.parse(text).service()).isEqualTo(Optional.ofNullable(unit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/docker/",
        "0::/system.slice/docker-",
        "5:pids:/kubepods/besteffort/pod12/",
        "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-",
        "0::/machine.slice/libpod-",
        "0::/kubelet/kubepods.slice:cri-containerd:"
      })
  void controlGroup_givesTheContainer(String before) {
    assertThat(ControlGroups.parse(before + ID).container()).contains(ID);
    assertThat(ControlGroups.parse(before + ID + ".scope").container()).contains(ID);
    assertThat(ControlGroups.parse(before + ID.substring(1)).container()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'rw,hidepid=invisible,gid=27', true",
    "'rw,hidepid=2', true",
    "'rw,hidepid=ptraceable', true",
    "'rw,hidepid=noaccess', false",
    "'rw', false"
  })
  void mount_tellsWhetherItHides(String options, boolean hides) {
    String line = "22 26 0:20 / /proc rw,nosuid shared:5 - proc proc " + options + "\n";
    String other = "23 26 0:21 / /proc/sys rw - proc proc rw,hidepid=2\n";
    assertThat(ProcMount.parse(line + other).map(ProcMount::hidesProcesses)).contains(hides);
  }

  @Test
  void mount_topmostOneCounts_andItsGroupIsExempt() {
    String below = "22 26 0:20 / /proc rw - proc proc rw\n";
    String above = "23 26 0:21 / /proc rw - proc none rw,hidepid=2,gid=27\n";
    assertThat(ProcMount.parse(below + above)).contains(new ProcMount(true, OptionalLong.of(27)));
    assertThat(ProcMount.parse("22 26 0:20 / /proc rw - tmpfs none rw\n")).isEmpty();
  }

  @Test
  void limits_giveTheSoftOne() {
    String text = "Limit  Soft Limit  Hard Limit  Units\nMax open files   1024   524288   files \n";
    assertThat(ProcLimits.softOpenFiles(text)).hasValue(1024);
    assertThat(ProcLimits.softOpenFiles(text.replace("1024", "unlimited"))).isEmpty();
    assertThat(ProcLimits.softOpenFiles("")).isEmpty();
  }

  @Test
  void passwd_givesTheFirstNameOfEachUser() {
    String text = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:\nbroken\nnope:x:abc:1::/:\n";
    assertThat(LoginNames.parse(text)).isEqualTo(Map.of("0", "root"));
  }

  @Test
  void uptime_isInHundredths() {
    assertThat(Uptime.parse("12345.67 99.00\n")).isEqualTo(Duration.ofMillis(12_345_670));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "-1.23 1", "a.bc 1", "1.234 1", ".12 3"})
  void uptimeOfAnotherForm_isMalformed(String text) {
    assertThatThrownBy(() -> Uptime.parse(text)).isInstanceOf(MalformedProcFileException.class);
  }

  @Test
  void auxiliaryVector_givesTheTicks() {
    ByteBuffer auxv = ByteBuffer.allocate(44).order(ByteOrder.nativeOrder());
    auxv.putLong(6).putLong(4096).putLong(17).putLong(100);
    assertThat(ClockTicks.perSecond(auxv.array())).hasValue(100);
    assertThat(ClockTicks.perSecond(java.util.Arrays.copyOf(auxv.array(), 31))).isEmpty();
  }

  @Test
  void commandLine_isOneLine_bounded_withInvalidBytesReplaced() {
    assertThat(ProcessReader.commandLine("a\0b c\0\0".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("a b c");
    assertThat(ProcessReader.commandLine(new byte[] {'x', (byte) 0xFF})).isEqualTo("x\uFFFD");
    byte[] faces = "\uD83D\uDE00".repeat(4096).getBytes(StandardCharsets.UTF_8);
    assertThat(ProcessReader.commandLine(faces)).hasSize(4096).endsWith("\uD83D\uDE00");
    assertThat(
            ProcessReader.commandLine(
                ("x" + new String(faces, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)))
        .hasSize(4095);
    assertThat(ProcessReader.commandLine(new byte[0])).isEmpty();
  }
}
