package dev.portmanager.benchmarks.report;

import dev.portmanager.benchmarks.statistics.Figure;
import java.util.Locale;

/** Numbers as they are printed: three digits that mean something, and the unit that fits. */
final class Numbers {

  private Numbers() {}

  /** Prints a time in the unit that fits: {@code 12.3 us}. */
  static String time(Figure nanos) {
    Unit unit = Unit.of(nanos.median());
    return digits(nanos.median() / unit.nanos()) + " " + unit.symbol();
  }

  /** Prints the middle half in the unit of the median: {@code 11.8-13.0}. */
  static String range(Figure nanos) {
    Unit unit = Unit.of(nanos.median());
    return digits(nanos.low() / unit.nanos()) + "-" + digits(nanos.high() / unit.nanos());
  }

  private record Unit(double nanos, String symbol) {
    static Unit of(double nanos) {
      return nanos < 1e3
          ? new Unit(1, "ns")
          : nanos < 1e6 ? new Unit(1e3, "us") : new Unit(1e6, "ms");
    }
  }

  /** Prints a ratio, with the middle half behind it: {@code 1.08x, 1.05-1.12}. */
  static String ratio(Figure ratio) {
    return digits(ratio.median()) + "x, " + digits(ratio.low()) + "-" + digits(ratio.high());
  }

  /** Prints three digits; more where the number is larger. */
  static String digits(double value) {
    String format = value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
