package dev.portmanager.cli.output;

import dev.portmanager.Printable;

/**
 * One field of a {@link Table}.
 *
 * @param text what it says, on one line and safe for a terminal
 * @param style its look
 */
public record Cell(String text, Style style) {

  /** The longest text of a field, in characters. */
  public static final int MAX_LENGTH = 4_096;

  /** What stands for something that is not there or not known. */
  public static final Cell NONE = new Cell("-", Style.FAINT);

  /** Makes the text safe: it may come from another process. */
  public Cell {
    text = Printable.of(text, MAX_LENGTH);
  }

  /**
   * Creates a plain field.
   *
   * @param text any text
   * @return the field, {@link #NONE} if the text is blank
   */
  public static Cell of(String text) {
    return text.isBlank() ? NONE : new Cell(text, Style.PLAIN);
  }

  /**
   * Creates a field of a number.
   *
   * @param number the number
   * @return the field
   */
  public static Cell of(long number) {
    return new Cell(Long.toString(number), Style.PLAIN);
  }
}
