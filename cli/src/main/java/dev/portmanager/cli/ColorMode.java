package dev.portmanager.cli;

import dev.portmanager.Printable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** When to use colours. */
enum ColorMode {
  /** On a terminal that shows them, unless {@code NO_COLOR} is set. */
  AUTO,
  /** Always. */
  ALWAYS,
  /** Never. */
  NEVER;

  static ColorMode parse(String text) {
    for (ColorMode mode : values()) {
      if (mode.name().equalsIgnoreCase(text)) {
        return mode;
      }
    }
    throw new TypeConversionException(
        "it is auto, always or never, not \"" + Printable.of(text, 40) + "\"");
  }

  /** What a shell may complete. */
  static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(values()).stream()
          .map(mode -> mode.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }
}
