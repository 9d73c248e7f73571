package dev.portmanager.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.result.Goal;
import dev.portmanager.benchmarks.result.Noise;
import dev.portmanager.benchmarks.result.NotMeasured;
import dev.portmanager.benchmarks.result.Result;
import dev.portmanager.benchmarks.result.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Facts FACTS =
      new Facts("2 x Processor", "Linux 6", "24 GiB", "OpenJDK 17", "root");
  private static final Report REPORT = new Report(FACTS, List.of("owners", "kill"));

  private static Result result(boolean quick, boolean noisy) {
    return new Result(
        "owners",
        "All owners",
        "2026-01-01T00:00Z",
        "abc1234",
        quick,
        90,
        new Noise(0.04, 0.5, noisy),
        List.of(new Goal("fast", "<= 1x", "0.9x", true), new Goal("small", "<= 0 B", "4 B", false)),
        List.of(new Table("Warm", "How.", List.of(Cell.of("ours", "of 3", "3 of 3")))),
        List.of(new NotMeasured("a peer", "cargo is not installed | sorry")));
  }

  @Test
  void saysWhatWasMeasuredWhereAndWhen() {
    String text = REPORT.markdown(List.of(result(false, false)), Map.of("owners", "images/o.svg"));

    assertThat(text)
        .contains("| processor | 2 x Processor |")
        .contains("| owners | 2026-01-01T00:00Z | abc1234 | 90 s | 4 % | 50 % |")
        .contains("## All owners\n\n### Warm\n\nHow.\n\n|  | of 3 |\n")
        .contains("![All owners](images/o.svg)")
        .endsWith("\n")
        .doesNotContain("too noisy**")
        .doesNotContain("quick");
  }

  @Test
  void saysWhichFiguresAreReached() {
    assertThat(REPORT.markdown(List.of(result(false, false)), Map.of()))
        .contains("1 of 2 are reached.")
        .contains("| fast | <= 1x | 0.9x | yes |")
        .contains("| small | <= 0 B | 4 B | **no** |");
  }

  @Test
  void saysWhatWasNotMeasuredAndWhy() {
    assertThat(REPORT.markdown(List.of(result(false, false)), Map.of()))
        .contains("| a peer (owners) | cargo is not installed \\| sorry |")
        .contains("| the benchmark kill | not run, failed, or too noisy |");
  }

  @Test
  void marksNoiseAndQuickRuns() {
    assertThat(REPORT.markdown(List.of(result(true, true)), Map.of()))
        .contains("| owners (quick) **too noisy** |")
        .contains("too noisy for some of these figures")
        .contains("Of the quick run");
  }

  @Test
  void isTheSameTextOfTheSameResults() {
    List<Result> results = List.of(result(false, false));

    assertThat(REPORT.markdown(results, Map.of())).isEqualTo(REPORT.markdown(results, Map.of()));
  }
}
