package dev.portmanager.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.benchmarks.result.Cell;
import dev.portmanager.benchmarks.result.Table;
import dev.portmanager.benchmarks.statistics.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTextTest {

  private static final Table TABLE =
      new Table(
          "title",
          "caption",
          List.of(
              Cell.of("ours", "S", Figure.of(1_500_000), new Figure(9, 1.1, 1.05, 1.2)),
              Cell.of("a|b", "S", new Figure(9, 900, 800, 1100)),
              Cell.of("ours", "of 3", "3 of 3")));

  @Test
  void laysCellsOutForMarkdown() {
    assertThat(TableText.markdown(TABLE))
        .isEqualTo(
            """
            |  | S | of 3 |
            |---|---|---|
            | ours | 1.50 ms (1.10x, 1.05-1.20) | 3 of 3 |
            | a\\|b | 900 ns (800-1,100) |  |
            """);
  }

  @Test
  void alignsThemForATerminal() {
    assertThat(TableText.plain(TABLE))
        .isEqualTo(
            """
                  S                           of 3
            ours  1.50 ms (1.10x, 1.05-1.20)  3 of 3
            a\\|b  900 ns (800-1,100)
            """
                .indent(2));
  }

  @Test
  void choosesTheUnit() {
    assertThat(Numbers.time(Figure.of(0.25))).isEqualTo("0.250 ns");
    assertThat(Numbers.time(Figure.of(999))).isEqualTo("999 ns");
    assertThat(Numbers.time(Figure.of(1000))).isEqualTo("1.00 us");
    assertThat(Numbers.time(Figure.of(12_345_678))).isEqualTo("12.3 ms");
    assertThat(Numbers.time(Figure.of(1.2e9))).isEqualTo("1,200 ms");
  }
}
