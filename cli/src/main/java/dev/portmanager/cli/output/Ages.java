package dev.portmanager.cli.output;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in one unit: {@code 12m}. */
public final class Ages {

  private Ages() {}

  /**
   * Returns how long ago something was.
   *
   * @param since when it was
   * @param now the present
   * @return such as {@code 45s}, {@code 12m}, {@code 3h} or {@code 9d}; {@code 0s} if it lies ahead
   */
  public static String between(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : age.toSeconds() + "s";
  }
}
