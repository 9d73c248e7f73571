package dev.portmanager.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.benchmarks.process.Reading;
import dev.portmanager.benchmarks.statistics.Figure;
import dev.portmanager.benchmarks.statistics.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final List<String> asked = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Subject reference = taking("reference", 10);

  private Subject taking(String label, long nanos) {
    return new Subject() {
      @Override
      public String label() {
        return label;
      }

      @Override
      public Reading ask(String argument) {
        asked.add(label + " " + argument);
        return new Reading(nanos, "");
      }
    };
  }

  private static Subject failing() {
    return new Subject() {
      @Override
      public String label() {
        return "broken";
      }

      @Override
      public Reading ask(String argument) throws IOException {
        throw new IOException("no answer");
      }
    };
  }

  private Map<Subject, Series> run(Subject beside, Plan plan, Subject... subjects)
      throws IOException {
    return new Turns(beside, plan)
        .run(List.of(subjects), "8050", (s, e) -> failures.add(s.label() + ": " + e.getMessage()));
  }

  @Test
  void pairsEachWithTheReference() throws IOException {
    Subject twice = taking("twice", 20);
    Subject half = taking("half", 5);

    Map<Subject, Series> measured = run(reference, Plan.of(4, 0, 60), twice, half);

    assertThat(measured.get(twice).ratios()).isEqualTo(new Figure(4, 2, 2, 2));
    assertThat(measured.get(half).ratios()).isEqualTo(new Figure(4, 0.5, 0.5, 0.5));
    assertThat(asked).filteredOn(a -> a.equals("reference 8050")).hasSize(8);
  }

  @Test
  void asksTheReferenceBeforeAndAfterByTurns() throws IOException {
    run(reference, Plan.of(4, 0, 60), taking("own", 20));

    assertThat(asked)
        .containsExactly(
            "reference 8050",
            "own 8050",
            "own 8050",
            "reference 8050",
            "reference 8050",
            "own 8050",
            "own 8050",
            "reference 8050");
  }

  @Test
  void countsNoWarmUp() throws IOException {
    Subject own = taking("own", 20);

    Map<Subject, Series> measured = run(reference, Plan.of(3, 2, 60), own);

    assertThat(measured.get(own).values().count()).isEqualTo(3);
    assertThat(asked).hasSize(10);
  }

  @Test
  void goesOnWithoutOneThatFails() throws IOException {
    Subject own = taking("own", 20);
    Subject broken = failing();

    Map<Subject, Series> measured = run(reference, Plan.of(3, 0, 60), own, broken);

    assertThat(measured).containsOnlyKeys(own);
    assertThat(failures).containsExactly("broken: no answer");
  }

  @Test
  void endsWithTheReference() {
    assertThatThrownBy(() -> run(failing(), Plan.of(3, 0, 60), taking("own", 20)))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer");
  }

  @Test
  void runsThreeRoundsWhateverTheBudget() throws IOException {
    Subject own = taking("own", 20);

    Map<Subject, Series> measured = run(reference, Plan.of(1000, 0, 0), own);

    assertThat(measured.get(own).values().count()).isEqualTo(3);
  }
}
