package dev.portmanager.os.windows.security;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A security identifier: a user or a group, the same whatever the language of the system.
 *
 * @param text such as {@code S-1-5-18}
 */
public record Sid(String text) {

  /** The system itself. */
  public static final Sid SYSTEM = new Sid("S-1-5-18");

  /** The group of administrators. */
  public static final Sid ADMINISTRATORS = new Sid("S-1-5-32-544");

  /** Whoever makes a file in a folder; in the folder's own list only. */
  public static final Sid CREATOR_OWNER = new Sid("S-1-3-0");

  /** Whoever owns the file. */
  public static final Sid OWNER_RIGHTS = new Sid("S-1-3-4");

  private static final int HEADER = 8;
  private static final int MOST_PARTS = 15;

  /**
   * Decodes the binary form: winnt.h, SID.
   *
   * @param bytes where it lies
   * @param at the offset of its first byte
   * @return the identifier
   * @throws MalformedTableException if the bytes are no identifier, or end too early
   */
  public static Sid decode(ByteBuffer bytes, int at) {
    int parts = check(bytes, at);
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long authority = 0;
    for (int i = 2; i < HEADER; i++) {
      authority = authority << 8 | (little.get(at + i) & 0xFF);
    }
    StringBuilder text = new StringBuilder("S-1-").append(authority);
    for (int i = 0; i < parts; i++) {
      text.append('-').append(Integer.toUnsignedString(little.getInt(at + HEADER + 4 * i)));
    }
    return new Sid(text.toString());
  }

  /**
   * Returns how many bytes the binary form has.
   *
   * @param bytes where it lies
   * @param at the offset of its first byte
   * @return the length
   * @throws MalformedTableException if the bytes are no identifier, or end too early
   */
  public static int length(ByteBuffer bytes, int at) {
    return HEADER + 4 * check(bytes, at);
  }

  private static int check(ByteBuffer bytes, int at) {
    if (at < 0 || at > bytes.capacity() - HEADER) {
      throw new MalformedTableException(
          "a security identifier", "it would lie at " + at + " of " + bytes.capacity());
    }
    int parts = bytes.get(at + 1) & 0xFF;
    if (bytes.get(at) != 1 || parts > MOST_PARTS || at + HEADER + 4 * parts > bytes.capacity()) {
      throw new MalformedTableException(
          "a security identifier", "revision " + bytes.get(at) + " with " + parts + " parts");
    }
    return parts;
  }

  /**
   * Returns the binary form.
   *
   * @return the bytes; empty if the text is not of this form
   */
  public byte[] encode() {
    String[] words = text.split("-", -1);
    if (words.length < 3 || !text.matches("S-1(-\\d{1,10}){1,16}")) {
      return new byte[0];
    }
    int parts = words.length - 3;
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + 4 * parts).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 1).put((byte) parts);
    long authority = Long.parseLong(words[2]);
    for (int shift = 40; shift >= 0; shift -= 8) {
      bytes.put((byte) (authority >> shift));
    }
    for (int i = 3; i < words.length; i++) {
      bytes.putInt((int) Long.parseLong(words[i]));
    }
    return bytes.array();
  }

  @Override
  public String toString() {
    return text;
  }
}
