package dev.portmanager.os.macos.jna;

import com.sun.jna.Native;

/**
 * The one function that an older macOS (before 14.2) lacks, in a binding of its own: loading this
 * class fails there with an {@link UnsatisfiedLinkError}, and nothing else does.
 */
public final class AuditTokenSignal {

  static {
    Native.register(AuditTokenSignal.class, LibSystem.NAME);
  }

  private AuditTokenSignal() {}

  /**
   * Sends a signal to the process that a token names, and to no later one with its pid: the kernel
   * compares the version of the pid while it holds the process.
   *
   * @param token address of an {@code audit_token_t}: 8 numbers of 4 bytes, of which the sixth is
   *     the pid and the eighth the version
   * @param sig the signal, above 0
   * @return 0, or the error number: {@code ESRCH} if there is no such process any more; {@code
   *     errno} is not set
   * @see <a
   *     href="https://github.com/apple-oss-distributions/xnu/blob/main/libsyscall/wrappers/libproc/libproc.h">libproc.h</a>
   */
  public static native int proc_signal_with_audittoken(long token, int sig);
}
