package dev.portmanager.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertThat(Figure.of(9, 1, 5)).isEqualTo(new Figure(3, 5, 3, 7));
  }

  @Test
  void interpolatesBetweenTheTwoInTheMiddle() {
    assertThat(Figure.of(4, 1, 3, 2)).isEqualTo(new Figure(4, 2.5, 1.75, 3.25));
  }

  @Test
  void isThatOneOfOne() {
    Figure one = Figure.of(7);

    assertThat(one).isEqualTo(new Figure(1, 7, 7, 7));
    assertThat(one.spread()).isZero();
  }

  @Test
  void isNotMovedByOneInterruption() {
    Figure quiet = Figure.of(10, 10, 11, 11, 12);
    Figure interrupted = Figure.of(10, 10, 11, 11, 9000);

    assertThat(interrupted.median()).isEqualTo(quiet.median());
    assertThat(interrupted.spread()).isEqualTo(quiet.spread());
  }

  @Test
  void spreadIsTheMiddleHalfAsAPartOfTheMedian() {
    assertThat(Figure.of(80, 90, 100, 110, 120).spread()).isEqualTo(0.2, within(1e-12));
  }

  @Test
  void pairsBeforeItTakesTheMedian() {
    // The machine grows ten times slower half way; each pair was measured in the same mood.
    double[] values = {2, 2, 20, 20};
    double[] references = {1, 1, 10, 10};

    assertThat(Figure.ofRatios(values, references)).isEqualTo(new Figure(4, 2, 2, 2));
  }

  @Test
  void refusesWhatCannotBePaired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Figure.ofRatios(new double[2], new double[3]))
        .withMessageContaining("2 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Figure.ofRatios(new double[] {1}, new double[] {0}))
        .withMessageContaining("no time");
  }

  @Test
  void refusesNothingAndWhatIsNoNumber() {
    assertThatIllegalArgumentException().isThrownBy(Figure::of);
    assertThatIllegalArgumentException().isThrownBy(() -> Figure.of(1, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Figure(3, 5, 6, 7));
  }

  @Test
  void convertsItsUnit() {
    assertThat(new Figure(3, 2000, 1000, 3000).times(1e-3)).isEqualTo(new Figure(3, 2, 1, 3));
  }
}
