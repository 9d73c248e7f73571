package dev.portmanager.os.linux.netlink;

import dev.portmanager.os.linux.jna.Errno;

/**
 * The kernel, or a filter before it, refuses to list sockets by netlink. There is another way, so
 * this never reaches a caller of the library.
 */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String step;
  private final int code;

  /**
   * Creates an exception.
   *
   * @param step what was refused, in native spelling
   * @param code the error number
   */
  public RefusedException(String step, int code) {
    super(step + ": " + Errno.text(code));
    this.step = step;
    this.code = code;
  }

  /**
   * Returns what was refused.
   *
   * @return a function in native spelling, and what it was called for
   */
  public String step() {
    return step;
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
