package dev.portmanager.cli.output;

/** A look of text on a terminal that has colours. */
public enum Style {
  /** As everything else. */
  PLAIN(""),
  /** A heading. */
  BOLD("\u001b[1m"),
  /** All is well. */
  GOOD("\u001b[32m"),
  /** To be looked at. */
  WARN("\u001b[33m"),
  /** Wrong. */
  BAD("\u001b[31m"),
  /** Less important. */
  FAINT("\u001b[2m");

  private static final String RESET = "\u001b[0m";

  private final String start;

  Style(String start) {
    this.start = start;
  }

  /**
   * Returns text in this look.
   *
   * @param text the text, safe for a terminal
   * @param colour whether the terminal is to have colours
   * @return the text, between the sequences that switch the look on and off
   */
  public String apply(String text, boolean colour) {
    return colour && this != PLAIN ? start + text + RESET : text;
  }
}
