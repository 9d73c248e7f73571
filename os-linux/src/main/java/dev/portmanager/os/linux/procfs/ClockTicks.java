package dev.portmanager.os.linux.procfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * How many clock ticks a second has in /proc/PID/stat: {@code sysconf(_SC_CLK_TCK)} without a call,
 * from where the C library has it as well.
 */
public final class ClockTicks {

  /** {@code AT_CLKTCK}, linux/auxvec.h. */
  private static final long KEY = 17;

  private ClockTicks() {}

  /**
   * Reads /proc/self/auxv of a 64-bit process: pairs of key and value.
   *
   * @param auxv the file's content
   * @return ticks per second; empty if it is not there
   */
  public static OptionalLong perSecond(byte[] auxv) {
    ByteBuffer words = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
    while (words.remaining() >= 16) {
      long key = words.getLong();
      long value = words.getLong();
      if (key == KEY && value > 0) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }
}
