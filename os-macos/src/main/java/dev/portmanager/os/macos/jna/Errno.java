package dev.portmanager.os.macos.jna;

import dev.portmanager.NativeCallException;

/** The error numbers of Darwin that this back end tells apart: sys/errno.h of XNU. */
public final class Errno {

  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** No such file. */
  public static final int ENOENT = 2;

  /** No such process. */
  public static final int ESRCH = 3;

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** The file has no format that the kernel can run. */
  public static final int ENOEXEC = 8;

  /** Not enough memory, or the buffer is too small. */
  public static final int ENOMEM = 12;

  /** Permission denied. */
  public static final int EACCES = 13;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  private Errno() {}

  /**
   * Returns what an error number means.
   *
   * @param code the number
   * @return a few words
   */
  public static String text(int code) {
    return switch (code) {
      case EPERM -> "operation not permitted (EPERM)";
      case ENOENT -> "no such file (ENOENT)";
      case ESRCH -> "no such process (ESRCH)";
      case EINTR -> "interrupted by a signal (EINTR)";
      case 7 -> "arguments and environment are too long (E2BIG)";
      case ENOEXEC -> "not a program that the kernel can run (ENOEXEC)";
      case 9 -> "the descriptor is closed (EBADF)";
      case ENOMEM -> "out of memory (ENOMEM)";
      case EACCES -> "permission denied (EACCES)";
      case EINVAL -> "invalid argument (EINVAL)";
      case 23 -> "too many open files in the system (ENFILE)";
      case 24 -> "too many open files in this process (EMFILE)";
      case 26 -> "the file is being written (ETXTBSY)";
      case 38 -> "not a socket (ENOTSOCK)";
      case 45 -> "not supported (ENOTSUP)";
      case 62 -> "too many symbolic links (ELOOP)";
      case 86 -> "a program for another processor (EBADARCH)";
      default -> "see errno(2)";
    };
  }

  /**
   * Creates an exception for a call that failed.
   *
   * @param function the function, in native spelling
   * @param code the error number
   * @param subject what it was called for
   * @return the exception, to be thrown
   */
  public static NativeCallException failure(String function, int code, String subject) {
    return new NativeCallException(function, code, text(code) + ", for " + subject);
  }
}
