package dev.portmanager.os.linux.listen;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.netlink.RefusedException;
import dev.portmanager.os.linux.procfs.UnreadableProcException;
import java.io.IOException;

/** Neither netlink nor /proc/net lists the sockets. */
final class UnreadableTableException extends NativeCallException {

  private static final long serialVersionUID = 1L;

  UnreadableTableException(String table, RefusedException refusal, IOException cause) {
    super(
        refusal.step(),
        refusal.code(),
        Errno.text(refusal.code())
            + ", and /proc/"
            + table
            + " is refused, too ("
            + cause
            + "); "
            + remedy(refusal.code(), cause));
    initCause(cause);
  }

  private static String remedy(int code, IOException cause) {
    return code == Errno.EMFILE || code == Errno.ENFILE
        ? UnreadableProcException.remedy(cause)
        : "allow the socket family AF_NETLINK, or mount the whole of /proc";
  }
}
