package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports from {@code min} to {@code max}, both included.
 *
 * @param min the lowest port, 1 to 65535
 * @param max the highest port, {@code min} to 65535
 */
public record PortRange(int min, int max) {

  /** The lowest port number there is: 0 means "any" to the operating system. */
  public static final int LOWEST_PORT = 1;

  /** The highest port number there is. */
  public static final int HIGHEST_PORT = 65_535;

  /** The range used where none is given: 8050 to 8099. */
  public static final PortRange DEFAULT = new PortRange(8050, 8099);

  /** Only what parses pays for a pattern; most ranges come from code. */
  private static final class Text {
    static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a port is outside 1-65535 or {@code min > max}
   */
  public PortRange {
    requirePort(min);
    requirePort(max);
    if (min > max) {
      throw new IllegalArgumentException(
          "a port range must not end before it starts: " + min + "-" + max);
    }
  }

  /**
   * Returns the range of a single port.
   *
   * @param port 1 to 65535
   * @return the range from {@code port} to {@code port}
   * @throws IllegalArgumentException if {@code port} is outside 1-65535
   */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /**
   * Reads a range as people write it: {@code 8050-8099}, or {@code 8050} for a single port.
   *
   * @param text the text
   * @return the range
   * @throws IllegalArgumentException if {@code text} is not of that form or a port is out of bounds
   */
  public static PortRange parse(String text) {
    Matcher matcher = Text.FORM.matcher(requireNonNull(text, "text"));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a port range is written as FIRST-LAST, such as 8050-8099, but was \""
              + Printable.of(text, 40)
              + "\"");
    }
    int min = Integer.parseInt(matcher.group(1));
    String last = matcher.group(2);
    return new PortRange(min, last == null ? min : Integer.parseInt(last));
  }

  /**
   * Returns {@code port} if it is a port number.
   *
   * @param port the number to check
   * @return {@code port}
   * @throws IllegalArgumentException if {@code port} is outside 1-65535
   */
  public static int requirePort(int port) {
    if (port < LOWEST_PORT || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "a port must be " + LOWEST_PORT + "-" + HIGHEST_PORT + " but was " + port);
    }
    return port;
  }

  /**
   * Tells whether {@code port} lies in this range.
   *
   * @param port any number
   * @return true if {@code min <= port <= max}
   */
  public boolean contains(int port) {
    return port >= min && port <= max;
  }

  /**
   * Returns how many ports the range has.
   *
   * @return 1 to 65535
   */
  public int size() {
    return max - min + 1;
  }

  /**
   * Tells whether the two ranges share a port.
   *
   * @param other the other range
   * @return true if at least one port lies in both
   */
  public boolean overlaps(PortRange other) {
    return min <= other.max && other.min <= max;
  }

  /** Returns the range as people write it, such as {@code 8050-8099}. */
  @Override
  public String toString() {
    return min + "-" + max;
  }
}
