package dev.portmanager;

import static java.util.Objects.requireNonNull;

/**
 * Makes text from strangers safe to show: names and command lines of other processes may hold
 * terminal escape sequences, line breaks, bidirectional overrides, or a megabyte of anything.
 */
public final class Printable {

  private Printable() {}

  /**
   * Returns {@code text} on one line without control, format and unpaired surrogate characters,
   * shortened.
   *
   * <p>Each such character becomes {@code ?}; what is longer than {@code maxLength} ends with
   * {@code ...}.
   *
   * @param text any text
   * @param maxLength the longest result, in characters, at least 4
   * @return the text to show, at most {@code maxLength} characters
   * @throws IllegalArgumentException if {@code maxLength} is below 4
   */
  public static String of(String text, int maxLength) {
    requireNonNull(text, "text");
    if (maxLength < 4) {
      throw new IllegalArgumentException("maxLength must be at least 4 but was " + maxLength);
    }
    boolean cut = text.length() > maxLength;
    int end = cut ? maxLength - 3 : text.length();
    if (cut && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder shown = new StringBuilder(end + 3);
    for (int i = 0; i < end; ) {
      int character = text.codePointAt(i);
      shown.appendCodePoint(isShowable(character) ? character : '?');
      i += Character.charCount(character);
    }
    return cut ? shown.append("...").toString() : shown.toString();
  }

  private static boolean isShowable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
