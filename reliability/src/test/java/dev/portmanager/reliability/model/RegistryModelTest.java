package dev.portmanager.reliability.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.reliability.model.Scenario.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryModelTest {

  private static void holds(Scenario scenario) {
    long begin = System.nanoTime();
    Explorer.Outcome outcome = scenario.explore();
    System.out.printf(
        "%s, %s: %,d states, %,d steps, %,d ends, %,d ms%n%s%n",
        scenario.name(),
        scenario.start(),
        outcome.states(),
        outcome.steps(),
        outcome.ends(),
        (System.nanoTime() - begin) / 1_000_000,
        outcome.violation().orElse(""));
    assertThat(outcome.violation()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Start.class, names = {"EMPTY", "LEASE_OF_DEAD", "CLAIM_OF_DEAD"})
  void twoOfOneUser(Start start) {
    holds(
        Scenario.of(
            "two processes of one user", start, Actor.of("1", 11, "LeaseOnce"), Actor.of("1", 12, "LeaseOnce")));
  }

  @ParameterizedTest
  @EnumSource(value = Start.class, names = {"EMPTY", "LEASE_OF_DEAD", "CLAIM_OF_DEAD"})
  void twoUsers(Start start) {
    holds(
        Scenario.of(
            "two users", start, Actor.of("1", 11, "LeaseOnce"), Actor.of("2", 12, "LeaseOnce")));
  }
  @Test
  void threeUsers() {
    holds(
        Scenario.of(
            "three users", Start.EMPTY, Actor.of("1", 11, "LeaseOnce"), Actor.of("2", 12, "LeaseOnce"), Actor.of("3", 13, "LeaseOnce")));
  }
  @Test
  void three() {
    holds(
        Scenario.of(
            "three of a user", Start.EMPTY, Actor.of("1", 11, "LeaseOnce"), Actor.of("1", 12, "LeaseOnce"), Actor.of("1", 13, "LeaseOnce")));
  }
}
