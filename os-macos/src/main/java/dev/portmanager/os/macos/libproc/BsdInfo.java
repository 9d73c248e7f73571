package dev.portmanager.os.macos.libproc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The facts of a process in {@code struct proc_bsdinfo} or, for another user's, {@code struct
 * proc_bsdshortinfo} of sys/proc_info.h. Pure decoders.
 */
final class BsdInfo {

  /** {@code PROC_PIDTBSDINFO}: for processes of the same user, or root. */
  static final int FULL_FLAVOR = 3;

  static final int FULL_SIZE = 136;

  /** {@code PROC_PIDT_SHORTBSDINFO}: for processes of every user. */
  static final int SHORT_FLAVOR = 13;

  static final int SHORT_SIZE = 64;

  private static final int PBI_NAME = 64;
  private static final int PBI_NAME_SIZE = 32;
  private static final int COMM_SIZE = 16;
  private static final int PBI_START_TVSEC = 120;
  private static final int PBI_START_TVUSEC = 128;
  private static final int PBSI_PID = 0;
  private static final int PBSI_PPID = 4;
  private static final int PBSI_COMM = 16;
  private static final int PBSI_FLAGS = 32;
  private static final int PBSI_UID = 36;
  private static final int PROC_FLAG_SYSTEM = 1;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private BsdInfo() {}

  /** Returns the name in the full struct; empty if it has none. */
  static String name(ByteBuffer full) {
    return text(full, PBI_NAME, PBI_NAME_SIZE);
  }

  /** Returns when it started, by the clock of that moment, from the full struct. */
  static Instant startedAt(ByteBuffer full) {
    long micros = Math.floorMod(full.getLong(PBI_START_TVUSEC), MICROS_PER_SECOND);
    // What a damaged struct could hold is no more than an Instant takes.
    long seconds = full.getLong(PBI_START_TVSEC) & 0xFF_FFFF_FFFFL;
    return Instant.ofEpochSecond(seconds, micros * 1000);
  }

  static int pid(ByteBuffer brief) {
    return brief.getInt(PBSI_PID);
  }

  static int parent(ByteBuffer brief) {
    return brief.getInt(PBSI_PPID);
  }

  static long userId(ByteBuffer brief) {
    return Integer.toUnsignedLong(brief.getInt(PBSI_UID));
  }

  static boolean isSystem(ByteBuffer brief) {
    return (brief.getInt(PBSI_FLAGS) & PROC_FLAG_SYSTEM) != 0;
  }

  /** Returns the command in the short struct, cut to 15 bytes by the kernel; may be empty. */
  static String command(ByteBuffer brief) {
    return text(brief, PBSI_COMM, COMM_SIZE);
  }

  private static String text(ByteBuffer struct, int from, int size) {
    byte[] bytes = new byte[size];
    struct.get(from, bytes);
    int length = 0;
    while (length < size && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
