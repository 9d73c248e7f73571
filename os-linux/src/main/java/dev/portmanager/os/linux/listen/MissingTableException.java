package dev.portmanager.os.linux.listen;

import java.io.IOException;

/** /proc/net has no such table: no IPv6, or not the whole of /proc is mounted. */
final class MissingTableException extends UnreadableTableException {

  private static final long serialVersionUID = 1L;

  MissingTableException(String table, IOException cause) {
    super(table, cause);
  }
}
