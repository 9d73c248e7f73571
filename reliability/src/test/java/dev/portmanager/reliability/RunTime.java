package dev.portmanager.reliability;

import java.time.Duration;

/** How long a run takes, as {@code -Dminutes=N} says. */
public final class RunTime {
  private static final String PROPERTY = "portmanager.reliability.minutes";

  private RunTime() {}

  /**
   * How long each of the long runs takes.
   *
   * @return more than zero; twelve seconds if nothing is said
   * @throws IllegalArgumentException if what is said is no positive number of minutes
   */
  public static Duration chosen() {
    String text = System.getProperty(PROPERTY, "0.2");
    double minutes;
    try {
      minutes = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("-Dminutes=" + text + " is no number of minutes", e);
    }
    if (!(minutes > 0 && minutes <= 24 * 60)) {
      throw new IllegalArgumentException(
          "-Dminutes=" + text + ": must be more than 0 and at most 1440");
    }
    return Duration.ofMillis((long) Math.ceil(minutes * 60_000));
  }
}
