package dev.portmanager.os.windows.security;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who owns a file and who may write to it: a self-relative SECURITY_DESCRIPTOR (winnt.h), decoded.
 *
 * @param owner the owner
 * @param writers whom an entry allows to write, or to make files or change rights; empty if there
 *     is no list at all, which lets everybody do everything
 */
public record Descriptor(Sid owner, Optional<List<Sid>> writers) {

  private static final int HEADER = 20;
  private static final int ACL_HEADER = 8;
  private static final int DACL_PRESENT = 0x0004;
  private static final int ACCESS_ALLOWED = 0;
  private static final int ACCESS_DENIED = 1;
  private static final int ACCESS_ALLOWED_CALLBACK = 9;

  /**
   * To write data, append, write extended attributes, delete children, write attributes, delete,
   * change the list, take the ownership; the generic rights to write and to do everything.
   */
  private static final int WRITING =
      0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x4000_0000 | 0x1000_0000;

  /** Copies the list. */
  public Descriptor {
    writers = writers.map(List::copyOf);
  }

  /**
   * Decodes a descriptor.
   *
   * @param array the bytes
   * @return the value
   * @throws MalformedTableException if they are no descriptor, or end too early
   */
  public static Descriptor decode(byte[] array) {
    ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes, 0, HEADER);
    int acl = bytes.getInt(16);
    boolean present = (bytes.getShort(2) & DACL_PRESENT) != 0 && acl != 0;
    return new Descriptor(
        Sid.decode(bytes, behindHeader("the owner", bytes.getInt(4))),
        present ? Optional.of(writers(bytes, behindHeader("the list", acl))) : Optional.empty());
  }

  private static List<Sid> writers(ByteBuffer bytes, int acl) {
    require(bytes, acl, ACL_HEADER);
    List<Sid> writers = new ArrayList<>();
    int entries = bytes.getShort(acl + 4) & 0xFFFF;
    int at = acl + ACL_HEADER;
    for (int i = 0; i < entries; i++) {
      require(bytes, at, ACL_HEADER);
      int size = bytes.getShort(at + 2) & 0xFFFF;
      if (size < ACL_HEADER) {
        throw new MalformedTableException("a list of rights", "an entry of " + size + " bytes");
      }
      require(bytes, at, size);
      if ((bytes.getInt(at + 4) & WRITING) != 0) {
        writer(bytes, at).ifPresent(writers::add);
      }
      at += size;
    }
    return writers;
  }

  private static Optional<Sid> writer(ByteBuffer bytes, int entry) {
    int type = bytes.get(entry) & 0xFF;
    return switch (type) {
      case ACCESS_ALLOWED, ACCESS_ALLOWED_CALLBACK -> Optional.of(Sid.decode(bytes, entry + 8));
      case ACCESS_DENIED -> Optional.empty();
      // Of a kind that files do not have: whom it means is not known, so it is nobody trusted.
      default -> Optional.of(new Sid("entry of type " + type));
    };
  }

  /** Parts lie behind the header: an offset of 0 means that there is none. */
  private static int behindHeader(String what, int offset) {
    if (offset < HEADER) {
      throw new MalformedTableException("a security descriptor", what + " at " + offset);
    }
    return offset;
  }

  private static void require(ByteBuffer bytes, int at, int length) {
    if (at < 0 || at > bytes.capacity() - length) {
      throw new MalformedTableException(
          "a security descriptor",
          length + " bytes at " + at + " are needed of " + bytes.capacity());
    }
  }
}
