package dev.portmanager.cli.output;

/**
 * How many columns text takes on a terminal: East Asian wide characters and most pictographs take
 * two, combining marks none. The ranges are the blocks of Unicode's EastAsianWidth.txt that are
 * wide as a whole; a rare character outside of them is off by one column, which harms nothing.
 */
final class DisplayWidth {

  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD}
  };

  private DisplayWidth() {}

  static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      width += of(character);
      i += Character.charCount(character);
    }
    return width;
  }

  /** Returns text that takes at most {@code width} columns, at least 3, and ends in ... if cut. */
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      if (used + of(character) > width - 3) {
        break;
      }
      used += of(character);
      end += Character.charCount(character);
    }
    return text.substring(0, end) + "...";
  }

  private static int of(int character) {
    if (character < 0x300) {
      return 1;
    }
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
