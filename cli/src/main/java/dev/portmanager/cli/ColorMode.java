package dev.portmanager.cli;

import dev.portmanager.Printable;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** When to use colours. */
enum ColorMode {
  /** On a terminal that shows them, unless {@code NO_COLOR} is set. */
  AUTO,
  /** Always. */
  ALWAYS,
  /** Never. */
  NEVER;

  /** What a shell may complete. */
  static final List<String> NAMES = List.of("auto", "always", "never");

  static ColorMode parse(String text) {
    for (ColorMode mode : values()) {
      if (mode.name().equalsIgnoreCase(text)) {
        return mode;
      }
    }
    throw new TypeConversionException(
        "it is auto, always or never, not \"" + Printable.of(text, 40) + "\"");
  }
}
