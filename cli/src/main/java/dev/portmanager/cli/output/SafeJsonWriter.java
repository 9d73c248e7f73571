package dev.portmanager.cli.output;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes JSON text so that a terminal may show it and every parser may read it: what {@link
 * com.google.gson.stream.JsonWriter} leaves as it is although a terminal may act on it (control
 * characters from U+007F, bidirectional and other format characters) is escaped, an unpaired
 * surrogate becomes U+FFFD. Such characters occur in JSON within strings only.
 */
final class SafeJsonWriter extends FilterWriter {

  private static final char REPLACEMENT = '\uFFFD';

  SafeJsonWriter(Writer target) {
    super(target);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character), 0, 1);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    int end = offset + length;
    int plainFrom = offset;
    for (int i = offset; i < end; ) {
      int character = text.codePointAt(i);
      int next = i + Character.charCount(character);
      if (!isPlain(character)) {
        out.write(text, plainFrom, i - plainFrom);
        writeEscaped(character);
        plainFrom = next;
      }
      i = next;
    }
    out.write(text, plainFrom, end - plainFrom);
  }

  private void writeEscaped(int character) throws IOException {
    if (Character.getType(character) == Character.SURROGATE) {
      out.write(REPLACEMENT);
      return;
    }
    for (char unit : Character.toChars(character)) {
      out.write("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.write(Character.forDigit((unit >> shift) & 0xf, 16));
      }
    }
  }

  private static boolean isPlain(int character) {
    if (character < 0x7f) {
      return true;
    }
    int type = Character.getType(character);
    return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
  }
}
