package dev.portmanager.os.linux.listen;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.linux.jna.Errno;
import java.io.IOException;

/** Neither netlink nor /proc/net lists the sockets. */
class UnreadableTableException extends NativeCallException {

  private static final long serialVersionUID = 1L;

  UnreadableTableException(String table, IOException cause) {
    super(
        "open",
        Errno.EACCES,
        "netlink is refused, and so is /proc/"
            + table
            + " ("
            + cause
            + "); allow the socket family AF_NETLINK, or mount the whole of /proc");
    initCause(cause);
  }
}
