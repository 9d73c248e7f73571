package dev.portmanager.os.macos.launch;

import dev.portmanager.os.macos.jna.OffHeap;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Strings as execve(2) takes them: an array of addresses, ended by 0, and behind it the strings,
 * each ended by a zero byte.
 */
final class StringVector {

  /** What the JVM decoded its own arguments and environment with, so the way back loses nothing. */
  private static final Charset SYSTEM = systemCharset();

  private final OffHeap memory;

  /**
   * Copies strings out of the heap.
   *
   * @param strings the strings
   * @throws IllegalArgumentException if one holds a zero character, which would end it there
   */
  StringVector(List<String> strings) {
    List<byte[]> encoded = strings.stream().map(StringVector::encode).toList();
    int at = (strings.size() + 1) * Long.BYTES;
    memory = OffHeap.allocate(at + encoded.stream().mapToInt(bytes -> bytes.length + 1).sum());
    for (int i = 0; i < encoded.size(); i++) {
      memory.bytes().putLong(i * Long.BYTES, memory.at(at));
      memory.bytes().put(at, encoded.get(i));
      at += encoded.get(i).length + 1;
    }
  }

  /** Returns the address of the array; good as long as this object is in use. */
  long address() {
    return memory.at(0);
  }

  /** Returns the address of the first string. */
  long first() {
    return memory.bytes().getLong(0);
  }

  private static byte[] encode(String string) {
    if (string.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "an argument or variable must not hold a zero character, at "
              + string.indexOf('\0')
              + " of one of "
              + string.length());
    }
    // A name that the system's charset lacks (LANG=C) is better UTF-8 than question marks.
    return string.getBytes(SYSTEM.newEncoder().canEncode(string) ? SYSTEM : StandardCharsets.UTF_8);
  }

  private static Charset systemCharset() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }
}
