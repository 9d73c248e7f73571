package dev.portmanager.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Set<Long> THREE = Set.of(12L, 13L, 140L);

  @Test
  void findsPidsInTheTextOfTools() {
    String ss = "LISTEN 0 1 *:26001 *:* users:((\"p\",pid=13,fd=3),(\"p\",pid=12,fd=3))";

    assertThat(Answers.found(ss, THREE)).isEqualTo(2);
    assertThat(Answers.found("12\n13\n140\n", THREE)).isEqualTo(3);
    assertThat(Answers.found("26001/tcp:   12  13", THREE)).isEqualTo(2);
  }

  @Test
  void takesNoPartOfAnotherNumberForAPid() {
    assertThat(Answers.found("127.0.0.12:1300 pid=1400", THREE)).isZero();
  }

  @Test
  void countsWhereNoPidIsNamed() {
    assertThat(Answers.found("count=2", THREE)).isEqualTo(2);
    assertThat(Answers.found("count=9", THREE)).isEqualTo(3);
    assertThat(Answers.found("Would kill process 'a'\nWould kill process 'b'", THREE)).isEqualTo(2);
  }

  @Test
  void isExactlyTheOwnersAndNobodyElse() {
    assertThat(Answers.isExactly("12,13,140", THREE)).isTrue();
    assertThat(Answers.isExactly("140,12,13", THREE)).isTrue();
    assertThat(Answers.isExactly("12,13", THREE)).isFalse();
    assertThat(Answers.isExactly("12,13,140,141", THREE)).isFalse();
    assertThat(Answers.isExactly("none", THREE)).isFalse();
    assertThat(Answers.isExactly("", THREE)).isFalse();
    assertThat(Answers.isExactly("count=3", THREE)).isTrue();
    assertThat(Answers.isExactly("count=1", THREE)).isFalse();
  }
}
