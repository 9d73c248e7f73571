package dev.portmanager.os.macos.libproc;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Values of the kernel: sysctl(3), clock_gettime_nsec_np(3), getpwuid_r(3). */
public final class Kernel {

  private static final int CTL_KERN = 1;
  private static final int KERN_PROCARGS2 = 49;
  private static final int CLOCK_MONOTONIC_RAW = 4;
  private static final int TEXT_SIZE = 256;
  private static final int PASSWD_SIZE = 256;
  private static final int PASSWD_TEXTS = 1 << 14;

  private Kernel() {}

  /**
   * Reads a text.
   *
   * @param name its name
   * @return the text
   * @throws dev.portmanager.NativeCallException if there is none
   */
  public static String text(String name) {
    OffHeap value = OffHeap.allocate(TEXT_SIZE);
    int length = read(name, value);
    if (length < 0) {
      throw Errno.failure("sysctlbyname", -length, name);
    }
    return zeroEnded(value.bytes(), 0, Math.min(length, TEXT_SIZE));
  }

  /**
   * Reads a number of 4 bytes.
   *
   * @param name its name
   * @return the number; empty if there is none
   */
  public static OptionalInt number(String name) {
    OffHeap value = OffHeap.allocate(Integer.BYTES);
    return read(name, value) == Integer.BYTES
        ? OptionalInt.of(value.bytes().getInt(0))
        : OptionalInt.empty();
  }

  /** Returns how many bytes were written, or the negative error number. */
  private static int read(String name, OffHeap value) {
    OffHeap text = OffHeap.text(name);
    OffHeap length = OffHeap.allocate(Long.BYTES);
    length.bytes().putLong(0, value.size());
    try {
      return LibSystem.sysctlbyname(text.at(0), value.at(0), length.at(0), 0, 0) == 0
          ? (int) length.bytes().getLong(0)
          : -LibSystem.errno();
    } finally {
      Reference.reachabilityFence(text);
      Reference.reachabilityFence(length);
    }
  }

  /**
   * Reads the command line of a process of the same user, or of any if this is root's.
   *
   * @param pid the process
   * @param memory what to read into, as large as {@code kern.argmax}
   * @return the line; empty if it may not be seen, or has another form
   */
  static Optional<String> commandLine(int pid, OffHeap memory) {
    OffHeap name = OffHeap.allocate(3 * Integer.BYTES);
    name.bytes().putInt(0, CTL_KERN).putInt(4, KERN_PROCARGS2).putInt(8, pid);
    OffHeap length = OffHeap.allocate(Long.BYTES);
    length.bytes().putLong(0, memory.size());
    try {
      return LibSystem.sysctl(name.at(0), 3, memory.at(0), length.at(0), 0, 0) == 0
          ? ProcessArguments.commandLine(memory.bytes(), (int) length.bytes().getLong(0))
          : Optional.empty();
    } finally {
      Reference.reachabilityFence(name);
      Reference.reachabilityFence(length);
    }
  }

  /**
   * Returns the time since the machine started, sleep included, moved by no change of the clock.
   *
   * @return the time
   */
  public static Duration uptime() {
    return Duration.ofNanos(LibSystem.clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW));
  }

  /**
   * Returns the login name of a user.
   *
   * @param userId the user's number
   * @return the name; empty if there is no such user, or nobody to ask
   */
  public static Optional<String> loginName(long userId) {
    OffHeap passwd = OffHeap.allocate(PASSWD_SIZE);
    OffHeap texts = OffHeap.allocate(PASSWD_TEXTS);
    OffHeap result = OffHeap.allocate(Long.BYTES);
    try {
      int code =
          LibSystem.getpwuid_r((int) userId, passwd.at(0), texts.at(0), PASSWD_TEXTS, result.at(0));
      // The name is one of the texts that were copied into our own buffer.
      long at = passwd.bytes().getLong(0) - texts.at(0);
      return code == 0 && result.bytes().getLong(0) != 0 && at >= 0 && at < PASSWD_TEXTS
          ? Optional.of(zeroEnded(texts.bytes(), (int) at, PASSWD_TEXTS))
          : Optional.empty();
    } finally {
      Reference.reachabilityFence(passwd);
      Reference.reachabilityFence(result);
    }
  }

  static String zeroEnded(ByteBuffer bytes, int from, int to) {
    int end = from;
    while (end < to && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - from];
    bytes.get(from, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
