package dev.portmanager.os.linux.netlink;

import dev.portmanager.os.linux.jna.Errno;

/**
 * The kernel, or a filter before it, refuses to list sockets by netlink. There is another way, so
 * this never reaches a caller of the library.
 */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Creates an exception.
   *
   * @param step what was refused, in native spelling
   * @param code the error number
   */
  public RefusedException(String step, int code) {
    super(step + ": " + Errno.text(code));
    this.code = code;
  }

  /**
   * Returns the error number.
   *
   * @return a number of {@link Errno}
   */
  public int code() {
    return code;
  }
}
