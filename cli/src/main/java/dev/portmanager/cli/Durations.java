package dev.portmanager.cli;

import dev.portmanager.Printable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them. */
final class Durations {

  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final int SHOWN = 40;

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param text such as {@code 500ms}, {@code 3s}, {@code 2m}, {@code 1h30m}, {@code 2d}, or in the
   *     form of ISO 8601, {@code PT1H30M}
   * @return the duration, at least zero
   * @throws TypeConversionException if the text is of neither form
   */
  static Duration parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("p") ? iso(text, lower) : parts(text, lower);
  }

  private static Duration iso(String text, String lower) {
    try {
      Duration duration = Duration.parse(lower);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      TypeConversionException failure = refusal(text);
      failure.initCause(e);
      throw failure;
    }
    throw refusal(text);
  }

  private static Duration parts(String text, String lower) {
    Matcher part = PART.matcher(lower);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < lower.length()) {
      part.region(end, lower.length());
      if (!part.lookingAt()) {
        throw refusal(text);
      }
      sum = sum.plus(amount(Long.parseLong(part.group(1)), part.group(2)));
      end = part.end();
    }
    if (end == 0) {
      throw refusal(text);
    }
    return sum;
  }

  private static Duration amount(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "a duration is written as 500ms, 3s, 2m or 1h30m, not \""
            + Printable.of(text, SHOWN)
            + "\"");
  }
}
