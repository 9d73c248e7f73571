package dev.portmanager.benchmarks.measure;

import java.time.Duration;

/**
 * How often to measure.
 *
 * @param rounds at most so many rounds
 * @param warmUps rounds before these, which do not count
 * @param budget after so long no further round begins, once there are three
 */
public record Plan(int rounds, int warmUps, Duration budget) {

  /** So many rounds are run whatever the budget is: fewer have no middle half. */
  static final int LEAST_ROUNDS = 3;

  /**
   * Makes a plan.
   *
   * @param rounds at most so many rounds
   * @param warmUps rounds before these
   * @param seconds the budget
   * @return the plan
   */
  public static Plan of(int rounds, int warmUps, int seconds) {
    return new Plan(rounds, warmUps, Duration.ofSeconds(seconds));
  }

  /**
   * Returns a rough version.
   *
   * @return a quarter of the rounds, a fifth of the budget
   */
  public Plan quick() {
    return new Plan(
        Math.max(LEAST_ROUNDS, rounds / 4), Math.max(1, warmUps / 4), budget.dividedBy(5));
  }
}
