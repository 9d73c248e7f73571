package dev.portmanager.os.linux.netlink;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.jna.Scratch;

/**
 * A netlink socket to the kernel's socket diagnosis, sock_diag(7). To be used by one thread, and
 * closed.
 */
final class DiagSocket implements DiagChannel {

  private static final int AF_NETLINK = 16;

  /** {@code SOCK_RAW|SOCK_CLOEXEC}. */
  private static final int SOCK_RAW_CLOEXEC = 3 | LibC.O_CLOEXEC;

  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int MSG_TRUNC = 0x20;

  /** The kernel answers at once; this only keeps a broken one from holding a thread for ever. */
  private static final int TIMEOUT_SECONDS = 5;

  private final Scratch scratch = Scratch.borrow();
  private final int descriptor;

  DiagSocket() throws RefusedException {
    descriptor = LibC.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    if (descriptor < 0) {
      int code = LibC.errno();
      scratch.close();
      throw new RefusedException("socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)", code);
    }
    OffHeap memory = scratch.memory();
    memory.bytes().putLong(0, TIMEOUT_SECONDS).putLong(8, 0);
    LibC.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, memory.at(0), 16);
  }

  @Override
  public void dump(DiagRequest request, int sequence, DiagReply reply) throws RefusedException {
    OffHeap memory = scratch.memory();
    int length = request.encode(memory.bytes(), sequence);
    while (LibC.send(descriptor, memory.at(0), length, 0) < 0) {
      retryOrThrow("send");
    }
    while (!reply.decode(memory.bytes(), receive(memory))) {
      // The next datagram of the same dump.
    }
  }

  private int receive(OffHeap memory) throws RefusedException {
    while (true) {
      long length = LibC.recv(descriptor, memory.at(0), memory.size(), MSG_TRUNC);
      if (length >= 0) {
        return (int) Math.min(length, Integer.MAX_VALUE);
      }
      retryOrThrow("recv");
    }
  }

  private static void retryOrThrow(String function) throws RefusedException {
    int code = LibC.errno();
    if (code != Errno.EINTR) {
      throw new RefusedException(function + " on the netlink socket", code);
    }
  }

  @Override
  public void close() {
    LibC.close(descriptor);
    scratch.close();
  }
}
