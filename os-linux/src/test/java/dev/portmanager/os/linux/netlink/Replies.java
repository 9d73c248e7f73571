package dev.portmanager.os.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds datagrams as the kernel sends them. */
final class Replies {

  static final int SEQUENCE = 7;
  static final int DONE = 3;
  static final int ERROR = 2;
  static final int INTERRUPTED = 0x10;

  private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

  Replies socket(int family, int port, int inode, int flags) {
    int at = bytes.position();
    header(72 + 12, 20, flags); // an attribute follows each socket
    bytes.put(at + 16, (byte) family).put(at + 17, (byte) 10);
    bytes.put(at + 20, (byte) (port >> 8)).put(at + 21, (byte) port);
    bytes.put(at + 24, new byte[] {127, 0, 0, 1});
    bytes.putInt(at + 16 + 64, 1001).putInt(at + 16 + 68, inode);
    bytes.putShort(at + 88, (short) 12).putShort(at + 90, (short) 21);
    bytes.position(at + 100);
    return this;
  }

  /** Sets the control group of the last socket. */
  Replies group(long id) {
    bytes.putLong(bytes.position() - 8, id);
    return this;
  }

  /** Sets the length that the attribute of the last socket claims to have. */
  Replies attributeLength(int length) {
    bytes.putShort(bytes.position() - 12, (short) length);
    return this;
  }

  Replies control(int type, int code) {
    header(4, type, 2);
    bytes.putInt(code);
    return this;
  }

  private void header(int body, int type, int flags) {
    bytes.putInt(16 + body).putShort((short) type).putShort((short) flags);
    bytes.putInt(SEQUENCE).putInt(0);
  }

  int length() {
    return bytes.position();
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
