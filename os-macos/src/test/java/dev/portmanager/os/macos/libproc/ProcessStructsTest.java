package dev.portmanager.os.macos.libproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.os.macos.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcessStructsTest {

  private static final String FULL = "proc_bsdinfo";
  private static final String SHORT = "proc_bsdshortinfo";
  private static final String UNIQUE = "proc_uniqidentifierinfo";

  @Test
  void structs_haveTheirSizesAndFlavors() {
    assertThat(BsdInfo.FULL_SIZE).isEqualTo(Layout.size(FULL)).isEqualTo(136);
    assertThat(BsdInfo.SHORT_SIZE).isEqualTo(Layout.size(SHORT)).isEqualTo(64);
    assertThat(Identity.SIZE).isEqualTo(Layout.size(UNIQUE)).isEqualTo(56);
    assertThat((long) BsdInfo.FULL_FLAVOR).isEqualTo(Layout.constant("PROC_PIDTBSDINFO"));
    assertThat((long) BsdInfo.SHORT_FLAVOR).isEqualTo(Layout.constant("PROC_PIDT_SHORTBSDINFO"));
    assertThat((long) Identity.FLAVOR).isEqualTo(Layout.constant("PROC_PIDUNIQIDENTIFIERINFO"));
  }

  @Test
  void fullStruct_hasNameAndStart() {
    ByteBuffer full = struct(FULL);
    full.put(Layout.offset(FULL, "pbi_name"), "a name of 31 bytes, no more____".getBytes(UTF));
    full.putLong(Layout.offset(FULL, "pbi_start_tvsec"), 1_700_000_000L);
    full.putLong(Layout.offset(FULL, "pbi_start_tvusec"), 999_999);
    assertThat(BsdInfo.name(full)).isEqualTo("a name of 31 bytes, no more____");
    assertThat(BsdInfo.startedAt(full)).isEqualTo(Instant.parse("2023-11-14T22:13:20.999999Z"));
  }

  @Test
  void nameWithoutAnEnd_isCutAtItsField() {
    ByteBuffer full = struct(FULL);
    for (int i = 0; i < Layout.size(FULL); i++) {
      full.put(i, (byte) 'x');
    }
    assertThat(BsdInfo.name(full)).isEqualTo("x".repeat(32));
    ByteBuffer brief = struct(SHORT);
    brief.put(Layout.offset(SHORT, "pbsi_comm"), "0123456789abcdef".getBytes(UTF));
    brief.putInt(Layout.offset(SHORT, "pbsi_flags"), -1);
    assertThat(BsdInfo.command(brief)).isEqualTo("0123456789abcdef");
  }

  @Test
  void shortStruct_hasParentUserAndFlags() {
    ByteBuffer brief = struct(SHORT);
    brief.putInt(Layout.offset(SHORT, "pbsi_pid"), 99_999);
    brief.putInt(Layout.offset(SHORT, "pbsi_ppid"), 1);
    brief.putInt(Layout.offset(SHORT, "pbsi_uid"), -2);
    assertThat(BsdInfo.pid(brief)).isEqualTo(99_999);
    assertThat(BsdInfo.parent(brief)).isEqualTo(1);
    assertThat(BsdInfo.userId(brief)).isEqualTo(4_294_967_294L);
    assertThat(BsdInfo.isSystem(brief)).isFalse();
    brief.putInt(
        Layout.offset(SHORT, "pbsi_flags"), (int) Layout.constant("PROC_FLAG_SYSTEM") | 0x4000);
    assertThat(BsdInfo.isSystem(brief)).isTrue();
  }

  @Test
  void identity_isReadFromItsPlaces() {
    ByteBuffer info = struct(UNIQUE);
    info.putLong(Layout.offset(UNIQUE, "p_uniqueid"), 0x1_0000_0001L);
    info.putInt(Layout.offset(UNIQUE, "p_idversion"), -7);
    assertThat(Identity.decode(info)).isEqualTo(new Identity(0x1_0000_0001L, -7));
  }

  @Test
  void randomStructs_neverFail() {
    Random random = new Random(11);
    byte[] bytes = new byte[Layout.size(FULL)];
    for (int i = 0; i < 2_000; i++) {
      random.nextBytes(bytes);
      ByteBuffer struct = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(BsdInfo.startedAt(struct)).isNotNull();
      assertThat(BsdInfo.name(struct).length()).isLessThanOrEqualTo(32);
      assertThat(BsdInfo.command(struct).length()).isLessThanOrEqualTo(16);
      assertThat(BsdInfo.userId(struct)).isNotNegative();
    }
  }

  @Test
  void commandLine_isReadFromProcargs2() {
    assertThat(commandLine(arguments(3, "/bin/sh", "sh", "-c", "exit 0", "PATH=/bin")))
        .contains("sh -c exit 0");
    assertThat(commandLine(arguments(2, "/bin/sh", "sh", "", "PATH=/bin"))).contains("sh ");
    assertThat(commandLine(arguments(1, "/x", "gr\u00fc\u00df"))).contains("gr\u00fc\u00df");
  }

  @Test
  void commandLine_thatIsCut_isGivenAsFarAsItGoes() {
    byte[] whole = arguments(2, "/bin/sh", "sh", "-c");
    ByteBuffer cut = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(ProcessArguments.commandLine(cut, whole.length - 2)).contains("sh -");
  }

  @Test
  void commandLine_ofManyArguments_isBounded() {
    String[] words = new String[5000];
    java.util.Arrays.fill(words, "word");
    assertThat(commandLine(arguments(words.length, "/x", words)).orElseThrow()).hasSize(4096);
  }

  @Test
  void bytesOfAnotherForm_areNoCommandLine() {
    assertThat(commandLine(new byte[0])).isEmpty();
    assertThat(commandLine(new byte[3])).isEmpty();
    assertThat(commandLine(new byte[64])).isEmpty();
    assertThat(commandLine(arguments(0, "/bin/sh", "PATH=/bin"))).isEmpty();
    assertThat(commandLine(arguments(-1, "/bin/sh", "PATH=/bin"))).isEmpty();
    ByteBuffer small = ByteBuffer.allocate(8);
    assertThat(ProcessArguments.commandLine(small, 9)).isEmpty();
    assertThat(ProcessArguments.commandLine(small, -1)).isEmpty();
    Random random = new Random(13);
    byte[] bytes = new byte[300];
    for (int i = 0; i < 5_000; i++) {
      random.nextBytes(bytes);
      assertThat(commandLine(bytes).orElse("").length()).isLessThan(300);
    }
  }

  private static java.util.Optional<String> commandLine(byte[] bytes) {
    return ProcessArguments.commandLine(
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), bytes.length);
  }

  private static byte[] arguments(int count, String program, String... words) {
    byte[] path = (program + "\0\0\0\0").getBytes(UTF);
    byte[] rest = (String.join("\0", words) + "\0").getBytes(UTF);
    ByteBuffer all = ByteBuffer.allocate(4 + path.length + rest.length);
    return all.order(ByteOrder.LITTLE_ENDIAN).putInt(count).put(path).put(rest).array();
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private static ByteBuffer struct(String name) {
    return ByteBuffer.allocate(Layout.size(name)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
