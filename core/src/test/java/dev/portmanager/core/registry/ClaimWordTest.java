package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClaimWordTest {

  private static final long LARGEST_PID = 0x3FF_FFFFL;

  @Test
  void processWordTellsPidAndStartTime() {
    long word = ClaimWord.ofProcess(4_194_304, 123_456_789_012L);

    assertThat(ClaimWord.isTimed(word)).isFalse();
    assertThat(ClaimWord.pid(word)).isEqualTo(4_194_304);
    assertThat(ClaimWord.startedAt(word, 123_456_789_012L)).isTrue();
    assertThat(ClaimWord.startedAt(word, 123_456_789_013L)).isFalse();
  }

  @Test
  void processWordIsNeverNobody() {
    assertThat(ClaimWord.ofProcess(1, 0)).isNotEqualTo(ClaimWord.NOBODY);
    assertThat(ClaimWord.ofProcess(LARGEST_PID, -1)).isNotEqualTo(ClaimWord.NOBODY);
    assertThat(ClaimWord.isTimed(ClaimWord.ofProcess(LARGEST_PID, -1))).isFalse();
  }

  @Test
  void pidOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> ClaimWord.ofProcess(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> ClaimWord.ofProcess(LARGEST_PID + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timedWordKeepsItsNonceWhenProlonged() {
    long word = ClaimWord.ofTime(0x1234_5678, 1_000);
    long later = ClaimWord.endingAt(word, 2_000);

    assertThat(ClaimWord.isTimed(word)).isTrue();
    assertThat(ClaimWord.endUptimeSeconds(later)).isEqualTo(2_000);
    assertThat(ClaimWord.sameHolder(word, later)).isTrue();
    assertThat(ClaimWord.sameHolder(word, ClaimWord.ofTime(0x1234_5679, 1_000))).isFalse();
  }

  @Test
  void processesAreTheSameHolderOnlyIfEqual() {
    long word = ClaimWord.ofProcess(7, 1);

    assertThat(ClaimWord.sameHolder(word, ClaimWord.ofProcess(7, 1))).isTrue();
    assertThat(ClaimWord.sameHolder(word, ClaimWord.ofProcess(7, 2))).isFalse();
    assertThat(ClaimWord.sameHolder(word, ClaimWord.NOBODY)).isFalse();
  }

  @Test
  void leasesOfOneProcessAreToldApart() {
    long process = ClaimWord.ofProcess(LARGEST_PID, -1);
    for (int number = 0; number < 32; number++) {
      long word = ClaimWord.ofLease(process, number);

      assertThat(ClaimWord.isTimed(word)).isFalse();
      assertThat(ClaimWord.pid(word)).isEqualTo(LARGEST_PID);
      assertThat(ClaimWord.startedAt(word, -1)).isTrue();
      assertThat(ClaimWord.sameProcess(word, process)).isTrue();
      assertThat(ClaimWord.sameHolder(word, ClaimWord.ofLease(process, number + 1))).isFalse();
      assertThat(ClaimWord.sameProcess(word, ClaimWord.ofProcess(LARGEST_PID - 1, -1))).isFalse();
      assertThat(ClaimWord.sameProcess(word, ClaimWord.ofTime(number, 1))).isFalse();
    }
  }
}
