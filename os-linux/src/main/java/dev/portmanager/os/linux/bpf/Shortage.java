package dev.portmanager.os.linux.bpf;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.linux.jna.Errno;

/** Something was short for a moment, and a call that failed for it may succeed the next time. */
final class Shortage extends UnavailableException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param reason what was short, as part of a sentence
   */
  Shortage(String reason) {
    super(reason);
  }

  /** Tells whether an error number says so: no descriptor, no memory, a signal. */
  static boolean isMeantBy(int code) {
    return switch (code) {
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EAGAIN, Errno.EINTR -> true;
      default -> false;
    };
  }

  /**
   * Returns why something could not be done.
   *
   * @param reason as part of a sentence
   * @param code the error number
   * @return an exception that passes if the number says so
   */
  static UnavailableException of(String reason, int code) {
    return isMeantBy(code) ? new Shortage(reason) : new UnavailableException(reason);
  }

  /**
   * Returns why something could not be done.
   *
   * @param reason as part of a sentence
   * @param failure what was thrown
   * @return an exception that passes if a call failed for want of something
   */
  static UnavailableException of(String reason, RuntimeException failure) {
    return failure instanceof NativeCallException call
        ? of(reason, call.code())
        : new UnavailableException(reason);
  }

  @Override
  public boolean isPassing() {
    return true;
  }
}
