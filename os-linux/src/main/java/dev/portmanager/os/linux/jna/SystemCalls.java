package dev.portmanager.os.linux.jna;

import java.util.Map;

/**
 * The numbers of the system calls that older C libraries have no function for: {@code getdents64}
 * came to glibc with 2.30, {@code pidfd_open} with 2.36, and RHEL 8 has 2.28.
 *
 * @param getdents64 reads a folder: (fd, buffer, length), getdents(2)
 * @param statx reads a file's attributes: (dirfd, path, flags, mask, buffer), statx(2); its struct
 *     is the same on every architecture, which that of fstatat is not
 * @param openByHandleAt opens a file by what names it for good: (mount, handle, flags),
 *     open_by_handle_at(2)
 * @param kcmp tells whether two descriptors are of one open file: (pid, pid, type, descriptor,
 *     descriptor), kcmp(2)
 */
public record SystemCalls(long getdents64, long statx, long openByHandleAt, long kcmp) {

  /** Sends a signal through a pidfd: (pidfd, sig, info, flags); Linux 5.1, the same everywhere. */
  public static final long PIDFD_SEND_SIGNAL = 424;

  /** Opens a process: (pid, flags); Linux 5.3, the same everywhere. */
  public static final long PIDFD_OPEN = 434;

  /** Closes or marks descriptors: (first, last, flags); Linux 5.9, the same everywhere. */
  public static final long CLOSE_RANGE = 436;

  /** By the JVM's name of the architecture; asm/unistd.h of each. */
  private static final Map<String, SystemCalls> BY_ARCHITECTURE =
      Map.of(
          "amd64", new SystemCalls(217, 332, 304, 312),
          "x86_64", new SystemCalls(217, 332, 304, 312),
          "aarch64", new SystemCalls(61, 291, 265, 272),
          "riscv64", new SystemCalls(61, 291, 265, 272),
          "loongarch64", new SystemCalls(61, 291, 265, 272),
          "ppc64le", new SystemCalls(202, 383, 352, 354),
          "s390x", new SystemCalls(220, 379, 336, 343));

  private static final String HERE = System.getProperty("os.arch", "");

  /**
   * Tells whether the numbers of this machine are known. Loads no native library.
   *
   * @return true if so
   */
  public static boolean isKnown() {
    return BY_ARCHITECTURE.containsKey(HERE);
  }

  /**
   * Returns the numbers of this machine.
   *
   * @return the numbers
   * @throws IllegalStateException if {@link #isKnown} is false
   */
  public static SystemCalls here() {
    SystemCalls calls = BY_ARCHITECTURE.get(HERE);
    if (calls == null) {
      throw new IllegalStateException("no system call numbers for the architecture " + HERE);
    }
    return calls;
  }
}
