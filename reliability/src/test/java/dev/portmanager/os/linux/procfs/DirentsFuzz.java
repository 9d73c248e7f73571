package dev.portmanager.os.linux.procfs;

import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What getdents64 and readlink write. */
public final class DirentsFuzz {

  private DirentsFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    ByteBuffer buffer = bytes.buffer(ByteOrder.nativeOrder());
    if (bytes.way(2) == 0) {
      records(buffer);
    } else {
      long inode = SocketLink.inode(buffer, 0, buffer.capacity());
      Bytes.require(inode >= 0, "an inode of " + inode);
    }
  }

  private static void records(ByteBuffer buffer) {
    int end = buffer.capacity();
    try {
      for (int at = 0; at < end; ) {
        int next = Dirents.next(buffer, at, end);
        Bytes.require(next > at && next <= end, "a record from " + at + " to " + next);
        int number = Dirents.number(buffer, at);
        Bytes.require(number >= Dirents.NOT_A_NUMBER, "a number of " + number);
        Dirents.nextPosition(buffer, at);
        at = next;
      }
    } catch (MalformedProcFileException e) {
      Harmless.requireMessage(e);
    }
  }
}
