package dev.portmanager.os.windows.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcessDecoderTest {

  private static final long ADDRESS = 0x7FFF_0000_1000L;
  private static final int SIZE = 256;

  private static byte[] chain(ProcessEntry... entries) {
    ByteBuffer bytes = ByteBuffer.allocate(entries.length * SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < entries.length; i++) {
      int at = i * SIZE;
      ProcessEntry entry = entries[i];
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_16LE);
      bytes.putInt(at, i + 1 < entries.length ? SIZE : 0);
      bytes.putLong(at + 32, entry.createdAt()).putShort(at + 56, (short) name.length);
      bytes.putLong(at + 64, ADDRESS + at + 200).putLong(at + 80, entry.pid());
      bytes.putLong(at + 88, entry.parentPid()).putInt(at + 100, entry.sessionId());
      bytes.put(at + 200, name);
    }
    return bytes.array();
  }

  private static ProcessEntry entry(long pid, long parent, long createdAt, String name) {
    return new ProcessEntry(pid, parent, createdAt, name, 1);
  }

  private static List<ProcessEntry> decode(byte[] bytes) {
    return ProcessDecoder.decode(ByteBuffer.wrap(bytes), ADDRESS);
  }

  @Test
  void everyProcessOfTheChainIsDecoded() {
    ProcessEntry java = entry(516, 4, 133_000_000_000_000_000L, "java.exe");
    ProcessEntry other = entry(520, 516, 133_000_000_000_000_001L, "gr\u00fc\u00df.exe");
    assertThat(decode(chain(java, other))).containsExactly(java, other);
  }

  @Test
  void chainThatLeavesTheBytes_orTurnsBack_isRefused() {
    for (int next : List.of(1, 103, 100_000, -256, Integer.MIN_VALUE)) {
      byte[] bytes = chain(entry(516, 4, 1, "a.exe"), entry(520, 4, 1, "b.exe"));
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, next);
      assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(bytes));
    }
  }

  @Test
  void cutAndRandomBytesAreRefused() {
    byte[] whole = chain(entry(516, 4, 1, "a.exe"));
    for (int length = 0; length < 210; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(cut));
    }
    Random random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(bytes));
    }
  }

  @Test
  void numberThatIsNoProcessId_isRefused() {
    for (int at : List.of(80, 88)) {
      for (long pid : List.of(-1L, 0x1_0000_0000L, Long.MIN_VALUE)) {
        byte[] bytes = chain(entry(516, 4, 1, "a.exe"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, pid);
        assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(bytes));
      }
    }
  }

  @Test
  void nameThatLeavesTheBytes_isRefused() {
    for (long pointer : List.of(0L, ADDRESS - 2, ADDRESS + SIZE - 1, Long.MAX_VALUE)) {
      byte[] bytes = chain(entry(516, 4, 1, "a.exe"));
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(64, pointer);
      assertThatExceptionOfType(MalformedTableException.class).isThrownBy(() -> decode(bytes));
    }
  }

  /**
   * Valid but for some bytes: what is decoded is a process id or refused, never another failure.
   */
  @Test
  void randomlyDamagedChains_giveProcessIds_orATypedException() {
    Random random = new Random(4711);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = chain(entry(516, 4, 1, "a.exe"), entry(520, 4, 1, "b.exe"));
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(decode(bytes))
            .allMatch(entry -> entry.pid() >= 0 && entry.pid() <= 0xFFFF_FFFFL);
      } catch (MalformedTableException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  @Test
  void commandLineThatLeavesTheBytes_isRefused() {
    byte[] bytes = new byte[20];
    ByteBuffer whole = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    whole.putShort(0, (short) 4).put(16, "hi".getBytes(StandardCharsets.UTF_16LE));
    assertThat(CommandLines.text(whole, 16)).isEqualTo("hi");
    assertThat(CommandLines.text(ByteBuffer.allocate(16), 0)).isEmpty();
    for (long start : List.of(0L, -1L, 15L, 17L, Long.MAX_VALUE, Long.MIN_VALUE)) {
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> CommandLines.text(whole, start));
    }
    for (int size = 0; size < 20; size++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, size));
      assertThatExceptionOfType(MalformedTableException.class)
          .isThrownBy(() -> CommandLines.text(cut, 16));
    }
  }

  @Test
  void randomServices_areProcessIds_orATypedException() {
    Random random = new Random(4711);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length > 8 && random.nextBoolean()) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, ADDRESS + 60);
      }
      int count = random.nextInt(4) - 1;
      try {
        assertThat(ServiceDecoder.decode(ByteBuffer.wrap(bytes), ADDRESS, count))
            .allMatch(service -> service.pid() >= 0 && service.pid() <= 0xFFFF_FFFFL);
      } catch (MalformedTableException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 4_999);
  }

  @Test
  void stateOfAService_hasItsProcess_andAShortOneIsRefused() {
    byte[] status = new byte[ServiceDecoder.STATUS_SIZE];
    ByteBuffer.wrap(status).order(ByteOrder.LITTLE_ENDIAN).putInt(28, -4);
    assertThat(ServiceDecoder.pid(status)).isEqualTo(0xFFFF_FFFCL);
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> ServiceDecoder.pid(Arrays.copyOf(status, 35)));
  }

  @Test
  void parentThatIsYoungerIsAnotherProcess() {
    ProcessEntry child = entry(516, 400, 10, "child.exe");
    ProcessEntry reused = entry(400, 4, 11, "later.exe");
    ProcessSnapshot snapshot = new ProcessSnapshot(List.of(child, reused));
    assertThat(snapshot.parentOf(child)).isEmpty();
    assertThat(snapshot.childrenOf(reused)).isEmpty();
    assertThat(snapshot.startedBy(400)).containsExactly(child);
  }

  @Test
  void childrenAreInOrderOfAge_withoutConsoleHosts() {
    ProcessEntry parent = entry(400, 4, 1, "parent.exe");
    ProcessEntry younger = entry(404, 400, 3, "younger.exe");
    ProcessEntry elder = entry(408, 400, 2, "elder.exe");
    ProcessEntry console = entry(412, 400, 2, "conhost.exe");
    assertThat(new ProcessSnapshot(List.of(parent, younger, elder, console)).childrenOf(parent))
        .containsExactly(elder, younger);
  }

  @Test
  void fileTimesAreMoments() {
    assertThat(ProcessEntry.instant(116_444_736_000_000_000L)).isEqualTo(Instant.EPOCH);
    assertThat(ProcessEntry.instant(116_444_736_000_000_001L))
        .isEqualTo(Instant.EPOCH.plusNanos(100));
  }

  @Test
  void servicesAreDecoded_andCutOnesRefused() {
    ByteBuffer bytes = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, ADDRESS + 60).putInt(16 + 8, 1).putInt(16 + 28, 516);
    bytes.put(60, "Spooler\0".getBytes(StandardCharsets.UTF_16LE));
    assertThat(ServiceDecoder.decode(bytes, ADDRESS, 1))
        .containsExactly(new Service("Spooler", 516, true));
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> ServiceDecoder.decode(bytes, ADDRESS, 2));
    bytes.putLong(0, ADDRESS + 90);
    assertThatExceptionOfType(MalformedTableException.class)
        .isThrownBy(() -> ServiceDecoder.decode(bytes, ADDRESS, 1));
  }
}
