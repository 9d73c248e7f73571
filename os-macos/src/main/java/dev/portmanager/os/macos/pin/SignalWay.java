package dev.portmanager.os.macos.pin;

import dev.portmanager.os.macos.jna.AuditTokenSignal;
import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;
import dev.portmanager.os.macos.libproc.Identity;
import java.lang.ref.Reference;

/** A way to send a signal to one process. */
public enum SignalWay {

  /** By audit token: the kernel compares the version of the pid. macOS 14.2 on. */
  AUDIT_TOKEN {
    @Override
    int send(int pid, Identity identity, int signal) {
      OffHeap token = OffHeap.allocate(TOKEN_SIZE);
      token.bytes().putInt(TOKEN_PID, pid).putInt(TOKEN_VERSION, identity.version());
      try {
        return AuditTokenSignal.proc_signal_with_audittoken(token.at(0), signal);
      } finally {
        Reference.reachabilityFence(token);
      }
    }
  },

  /** By pid, right after a look at who has it: between the two, another could get it. */
  CHECKED_PID {
    @Override
    int send(int pid, Identity identity, int signal) {
      return LibSystem.kill(pid, signal) == 0 ? 0 : LibSystem.errno();
    }
  };

  /** {@code audit_token_t}: 8 numbers of 4 bytes; val[5] is the pid, val[7] its version. */
  private static final int TOKEN_SIZE = 32;

  private static final int TOKEN_PID = 20;
  private static final int TOKEN_VERSION = 28;

  /** Nobody's token, and so refused by the kernel that knows the call. */
  private static final Identity NOBODY = new Identity(0, -1);

  /** Sends a signal to who has been looked up just before; returns 0 or the error number. */
  abstract int send(int pid, Identity identity, int signal);

  /**
   * Returns the best way that this system has.
   *
   * @return the way
   */
  public static SignalWay best() {
    return Best.WAY;
  }

  /** Found out once, at first use. */
  private static final class Best {
    static final SignalWay WAY = find();

    private static SignalWay find() {
      try {
        // Signal 0 is refused with EINVAL whoever the token names: this only finds the function.
        int code = AUDIT_TOKEN.send(Integer.MAX_VALUE, NOBODY, 0);
        return code == Errno.EINVAL || code == Errno.ESRCH ? AUDIT_TOKEN : CHECKED_PID;
      } catch (LinkageError e) {
        return CHECKED_PID; // macOS before 14.2
      }
    }
  }
}
