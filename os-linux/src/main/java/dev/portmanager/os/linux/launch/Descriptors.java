package dev.portmanager.os.linux.launch;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.SystemCalls;
import dev.portmanager.os.linux.procfs.ProcFs;
import java.io.IOException;

/** Keeps this process's descriptors from the application: all but input, output and errors. */
final class Descriptors {

  private static final int FIRST = 3;

  /** All that there can be: {@code ~0U}. */
  private static final long LAST = 0xFFFF_FFFFL;

  /** {@code CLOSE_RANGE_CLOEXEC}, linux/close_range.h; Linux 5.11. */
  private static final long CLOSE_RANGE_CLOEXEC = 4;

  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private Descriptors() {}

  /**
   * Marks every descriptor from 3 up to be closed by execve; the JVM goes on using them.
   *
   * @throws dev.portmanager.NativeCallException if they cannot be marked
   */
  static void closeOnExec(ProcFs proc) {
    if (LibC.syscall(SystemCalls.CLOSE_RANGE, FIRST, LAST, CLOSE_RANGE_CLOEXEC, 0, 0) != 0) {
      int code = LibC.errno();
      closeEachOnExec(proc, code);
    }
  }

  /** The way of kernels before 5.11 and of sandboxes that hide the call. */
  static void closeEachOnExec(ProcFs proc, int code) {
    try {
      for (long descriptor : proc.numbersIn("self/fd")) {
        if (descriptor >= FIRST) {
          // The one that lists the folder is gone by now: that it cannot be marked is no failure.
          LibC.fcntl((int) descriptor, F_SETFD, FD_CLOEXEC);
        }
      }
    } catch (IOException e) {
      throw Errno.failure("close_range", code, "this process's descriptors; /proc/self/fd: " + e);
    }
  }
}
