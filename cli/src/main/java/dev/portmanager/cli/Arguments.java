package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortRange;
import dev.portmanager.Printable;
import picocli.CommandLine.TypeConversionException;

/** Reads arguments, strictly. */
final class Arguments {

  private static final int LONGEST_NUMBER = 9;
  private static final int SHOWN = 40;

  private Arguments() {}

  static Integer port(String text) {
    if (!isNumber(text)) {
      throw new TypeConversionException(
          "a port is a number from 1 to 65535, not \"" + Printable.of(text, SHOWN) + "\"");
    }
    try {
      return PortRange.requirePort(Integer.parseInt(text));
    } catch (IllegalArgumentException e) {
      throw conversion(e);
    }
  }

  /** Reads a port, or 0 for one that the system picks. */
  static Integer portOrAny(String text) {
    return text.equals("0") ? Integer.valueOf(0) : port(text);
  }

  static Long pid(String text) {
    if (!isNumber(text) || text.equals("0")) {
      throw new TypeConversionException(
          "a process id is a number from 1, not \"" + Printable.of(text, SHOWN) + "\"");
    }
    return Long.valueOf(text);
  }

  /** Tells whether the text is a number of at most 9 ASCII digits. */
  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  static PortRange range(String text) {
    try {
      return PortRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw conversion(e);
    }
  }

  static String appName(String text) {
    try {
      return LeaseRequest.requireAppName(text);
    } catch (IllegalArgumentException e) {
      throw conversion(e);
    }
  }

  private static TypeConversionException conversion(IllegalArgumentException cause) {
    TypeConversionException failure = new TypeConversionException(cause.getMessage());
    failure.initCause(cause);
    return failure;
  }
}
