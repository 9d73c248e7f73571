package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

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
}
