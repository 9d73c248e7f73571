package dev.portmanager.os.linux.procfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the target of a link in /proc/PID/fd: {@code socket:[INODE]}, proc_pid_fd(5). */
public final class SocketLink {

  /** What {@link #inode} returns for anything but a socket; no socket has this inode. */
  public static final long NO_SOCKET = 0;

  private static final byte[] PREFIX = "socket:[".getBytes(StandardCharsets.US_ASCII);

  /** The prefix as one word, to compare it at once. */
  private static final long PREFIX_WORD =
      ByteBuffer.wrap(PREFIX).order(ByteOrder.nativeOrder()).getLong();

  private SocketLink() {}

  /**
   * Returns the inode of the socket.
   *
   * @param bytes a buffer in the machine's byte order that holds the target
   * @param start where it starts
   * @param length how long it is
   * @return the inode, or {@link #NO_SOCKET}
   */
  public static long inode(ByteBuffer bytes, int start, int length) {
    if (length < PREFIX.length + 2 || bytes.getLong(start) != PREFIX_WORD) {
      return NO_SOCKET;
    }
    int last = start + length - 1;
    if (bytes.get(last) != ']' || length > PREFIX.length + 19) {
      return NO_SOCKET;
    }
    long inode = 0;
    for (int i = start + PREFIX.length; i < last; i++) {
      int digit = bytes.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return NO_SOCKET;
      }
      inode = inode * 10 + digit;
    }
    return inode;
  }
}
