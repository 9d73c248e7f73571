package dev.portmanager.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuietTest {

  @Test
  void isBusyWithWhatIsNeitherIdleNorWaiting() {
    long[] before = Quiet.ticks("cpu  100 0 50 1000 10 0 0 0 0 0");
    long[] after = Quiet.ticks("cpu  110 0 60 1070 15 2 1 2 0 0");

    assertThat(Quiet.busy(before, after)).isEqualTo(0.25, within(1e-12));
  }

  @Test
  void isNotBusyWithoutAnyTick() {
    long[] same = Quiet.ticks("cpu  100 0 50 1000 10 0 0 0 0 0");

    assertThat(Quiet.busy(same, same)).isZero();
  }

  @Test
  void refusesAnotherLine() {
    assertThatIllegalArgumentException().isThrownBy(() -> Quiet.ticks("cpu0 1 2 3 4 5 6 7 8"));
    assertThatIllegalArgumentException().isThrownBy(() -> Quiet.ticks("intr 1"));
  }

  @Test
  void judgesLoadAndSpread() {
    assertThat(Quiet.judge(0.02, 0.1).tooMuch()).isFalse();
    assertThat(Quiet.judge(0.5, 0.1).tooMuch()).isTrue();
    assertThat(Quiet.judge(0.02, 0.6).tooMuch()).isTrue();
  }
}
