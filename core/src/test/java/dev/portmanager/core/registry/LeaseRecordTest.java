package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseRecordTest {

  private static final LeaseRecord RECORD =
      new LeaseRecord(
          ClaimWord.ofProcess(4711, 99),
          5,
          1_700_000_000_000L,
          99,
          4712,
          LeaseRecord.Kind.OTHER_PROCESS,
          "Bücher-Dienst");

  @Test
  void whatIsWrittenIsReadAgain() {
    assertThat(LeaseRecord.decode(RECORD.encode())).contains(RECORD);
  }

  @Test
  void longestNameIsReadAgain() {
    LeaseRecord longest = new LeaseRecord(1, 2, 3, 4, 5, LeaseRecord.Kind.TIME, "ä".repeat(64));

    assertThat(LeaseRecord.decode(longest.encode())).contains(longest);
  }

  @Test
  void everyChangedByteIsNoticed() {
    for (int at = 0; at < LeaseRecord.SIZE; at++) {
      byte[] bytes = RECORD.encode();
      bytes[at] ^= 0x10;

      assertThat(LeaseRecord.decode(bytes)).as("byte %s changed", at).isEmpty();
    }
  }

  @Test
  void halfWrittenRecordIsNoRecord() {
    byte[] bytes = RECORD.encode();
    for (int written = 0; written < LeaseRecord.SIZE - 8; written += 8) {
      byte[] half = new byte[LeaseRecord.SIZE];
      System.arraycopy(bytes, 0, half, 0, written);

      assertThat(LeaseRecord.decode(half)).as("%s bytes written", written).isEmpty();
    }
  }

  @Test
  void bytesOfOtherLengthsAreNoRecord() {
    assertThat(LeaseRecord.decode(new byte[0])).isEmpty();
    assertThat(LeaseRecord.decode(new byte[LeaseRecord.SIZE - 1])).isEmpty();
    assertThat(LeaseRecord.decode(new byte[LeaseRecord.SIZE + 1])).isEmpty();
  }

  @Test
  void randomBytesAreNoRecord() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = new byte[LeaseRecord.SIZE];
      random.nextBytes(bytes);

      assertThat(LeaseRecord.decode(bytes)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[2J", "web\n", " ", "\u009b31m"})
  void nameThatNoApplicationMayHave_isNoRecord_thoughItsChecksumIsRight(String name) {
    LeaseRecord hostile = new LeaseRecord(1, 2, 3, 4, 5, LeaseRecord.Kind.TIME, name);

    assertThat(LeaseRecord.decode(hostile.encode())).isEmpty();
  }

  @Test
  void nameThatIsLongerOnceItIsDecoded_isNoRecord() {
    byte[] bytes = new LeaseRecord(1, 2, 3, 4, 5, LeaseRecord.Kind.TIME, "x".repeat(128)).encode();
    Arrays.fill(bytes, 48, 48 + 128, (byte) 0xFF);
    seal(bytes);

    assertThat(LeaseRecord.decode(bytes)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 0x1_0000_0000L})
  void askerThatIsNoProcess_isNoRecord_thoughItsChecksumIsRight(long asker) {
    LeaseRecord hostile = new LeaseRecord(1, 2, 3, 4, asker, LeaseRecord.Kind.TIME, "web");

    assertThat(LeaseRecord.decode(hostile.encode())).isEmpty();
  }

  private static void seal(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 248);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(248, crc.getValue());
  }
}
