package dev.portmanager.os.macos.libproc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads what {@code KERN_PROCARGS2} of sysctl(3) gives: the number of arguments, the program's
 * path, zero bytes up to a multiple of a word, the arguments, and then the environment, which is
 * left alone. Pure.
 */
final class ProcessArguments {

  /** What {@link dev.portmanager.ProcessInfo#commandLine()} holds at most. */
  private static final int LONGEST = 4096;

  private ProcessArguments() {}

  /**
   * Returns the arguments, separated by a space each.
   *
   * @param bytes what was written
   * @param length how many of them
   * @return the line; empty if the bytes have another form
   */
  static Optional<String> commandLine(ByteBuffer bytes, int length) {
    if (length < Integer.BYTES || length > bytes.capacity()) {
      return Optional.empty();
    }
    int count = bytes.getInt(0);
    int at = skip(bytes, Integer.BYTES, length, false);
    at = skip(bytes, at, length, true);
    if (count <= 0 || at >= length) {
      return Optional.empty();
    }
    byte[] line = new byte[Math.min(length - at, LONGEST)];
    int size = 0;
    for (int left = count; left > 0 && at < length && size < line.length; at++) {
      byte next = bytes.get(at);
      if (next != 0) {
        line[size++] = next;
      } else if (--left > 0) {
        line[size++] = ' ';
      }
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(new String(line, 0, size, StandardCharsets.UTF_8));
  }

  /** Returns the first place from {@code at} on that is not zero, or not not zero. */
  private static int skip(ByteBuffer bytes, int at, int length, boolean zero) {
    int place = at;
    while (place < length && (bytes.get(place) == 0) == zero) {
      place++;
    }
    return place;
  }
}
