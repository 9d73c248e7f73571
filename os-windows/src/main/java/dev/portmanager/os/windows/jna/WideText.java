package dev.portmanager.os.windows.jna;

/** UTF-16 text that ends with a zero, as the "W" functions take and give it. */
public final class WideText {

  private WideText() {}

  /**
   * Returns text for a function.
   *
   * @param text any text without a zero character
   * @return its characters and a zero
   * @throws IllegalArgumentException if it holds a zero character, which would end it early
   */
  public static char[] of(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a text given to the system must not hold a zero character: " + text.replace('\0', '?'));
    }
    char[] chars = new char[text.length() + 1];
    text.getChars(0, text.length(), chars, 0);
    return chars;
  }

  /**
   * Reads text from a function.
   *
   * @param chars the buffer
   * @return what stands before the first zero, or all
   */
  public static String read(char[] chars) {
    int end = 0;
    while (end < chars.length && chars[end] != 0) {
      end++;
    }
    return new String(chars, 0, end);
  }
}
