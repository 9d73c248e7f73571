package dev.portmanager.cli;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortRange;
import dev.portmanager.Printable;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Reads arguments, strictly. */
final class Arguments {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int SHOWN = 40;

  private Arguments() {}

  static PortNumber port(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new TypeConversionException(
          "a port is a number from 1 to 65535, not \"" + Printable.of(text, SHOWN) + "\"");
    }
    try {
      return new PortNumber(PortRange.requirePort(Integer.parseInt(text)));
    } catch (IllegalArgumentException e) {
      throw conversion(e);
    }
  }

  static PortRange range(String text) {
    try {
      return PortRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw conversion(e);
    }
  }

  /** Returns each port once, in the order given. */
  static List<Integer> distinct(List<PortNumber> ports) {
    return ports.stream().map(PortNumber::number).distinct().toList();
  }

  /** Returns the name if it can be one. */
  static String appName(String text) {
    return LeaseRequest.requireAppName(text);
  }

  private static TypeConversionException conversion(IllegalArgumentException cause) {
    TypeConversionException failure = new TypeConversionException(cause.getMessage());
    failure.initCause(cause);
    return failure;
  }
}
