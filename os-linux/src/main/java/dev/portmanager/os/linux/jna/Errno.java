package dev.portmanager.os.linux.jna;

import dev.portmanager.NativeCallException;

/**
 * The error numbers of Linux that this back end tells apart: asm-generic/errno.h, the same on every
 * architecture of {@link SystemCalls}.
 */
public final class Errno {

  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** No such file. */
  public static final int ENOENT = 2;

  /** No such process. */
  public static final int ESRCH = 3;

  /** The device failed. */
  public static final int EIO = 5;

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** More than fits: arguments of a program, entries of a map. */
  public static final int E2BIG = 7;

  /** The file has no format that the kernel can run. */
  public static final int ENOEXEC = 8;

  /** No such descriptor. */
  public static final int EBADF = 9;

  /** No more data now; a timeout passed. */
  public static final int EAGAIN = 11;

  /** Out of memory. */
  public static final int ENOMEM = 12;

  /** Permission denied. */
  public static final int EACCES = 13;

  /** A part of the path is not a folder. */
  public static final int ENOTDIR = 20;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  /** Too many open files in the system. */
  public static final int ENFILE = 23;

  /** Too many open files in this process. */
  public static final int EMFILE = 24;

  /** The name is too long to be told. */
  public static final int ENAMETOOLONG = 36;

  /** The kernel has no such call, or a filter hides it. */
  public static final int ENOSYS = 38;

  /** Not supported for this kind of object. */
  public static final int EOPNOTSUPP = 95;

  /** No such address family. */
  public static final int EAFNOSUPPORT = 97;

  /** The address is in use. */
  public static final int EADDRINUSE = 98;

  /** The machine has no such address. */
  public static final int EADDRNOTAVAIL = 99;

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
      case EIO -> "input/output error (EIO)";
      case EINTR -> "interrupted by a signal (EINTR)";
      case E2BIG -> "arguments and environment are too long (E2BIG)";
      case ENOEXEC -> "not a program that the kernel can run (ENOEXEC)";
      case EBADF -> "no such descriptor (EBADF)";
      case EAGAIN -> "no answer in time (EAGAIN)";
      case ENOMEM -> "out of memory (ENOMEM)";
      case EACCES -> "permission denied (EACCES)";
      case ENOTDIR -> "part of the path is not a folder (ENOTDIR)";
      case EINVAL -> "invalid argument (EINVAL)";
      case ENFILE -> "too many open files in the system, which sysctl fs.file-max limits (ENFILE)";
      case EMFILE -> "too many open files in this process, which ulimit -n limits (EMFILE)";
      case ENOSYS -> "the kernel has no such call, or a seccomp filter hides it (ENOSYS)";
      case ENAMETOOLONG -> "the name is too long (ENAMETOOLONG)";
      case EOPNOTSUPP -> "not supported (EOPNOTSUPP)";
      case EAFNOSUPPORT -> "no such address family (EAFNOSUPPORT)";
      case EADDRINUSE -> "the address is in use (EADDRINUSE)";
      case EADDRNOTAVAIL -> "the machine has no such address (EADDRNOTAVAIL)";
      default -> rareText(code);
    };
  }

  /** Those that documentation names and nobody has seen here. */
  private static String rareText(int code) {
    return switch (code) {
      case 6 -> "no such device or address (ENXIO)";
      case 14 -> "bad address (EFAULT)";
      case 19 -> "no such device (ENODEV)";
      case 21 -> "it is a folder (EISDIR)";
      case 26 -> "the file is being written (ETXTBSY)";
      case 28 -> "no space left on the device (ENOSPC)";
      case 29 -> "a position cannot be set there (ESPIPE)";
      case 32 -> "the other end is closed (EPIPE)";
      case 40 -> "too many symbolic links (ELOOP)";
      case 75 -> "the value does not fit (EOVERFLOW)";
      case 88 -> "not a socket (ENOTSOCK)";
      case 89 -> "no destination address (EDESTADDRREQ)";
      case 90 -> "the message is too long (EMSGSIZE)";
      case 92 -> "no such option (ENOPROTOOPT)";
      case 93 -> "no such protocol (EPROTONOSUPPORT)";
      case 104 -> "the connection was reset (ECONNRESET)";
      case 105 -> "no buffer space (ENOBUFS)";
      case 106 -> "connected already (EISCONN)";
      case 107 -> "not connected (ENOTCONN)";
      case 111 -> "the connection was refused (ECONNREFUSED)";
      case 116 -> "the handle is stale (ESTALE)";
      case 122 -> "the quota is used up (EDQUOT)";
      default -> "see errno(3)";
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
