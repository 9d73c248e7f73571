package dev.portmanager.os.linux.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A block of memory outside of the heap, with its address. The address is good only as long as this
 * object is in use: whoever passes it on must touch the object again after the call. Not safe for
 * use by several threads.
 */
public final class OffHeap {

  static {
    LibC.errno(); // loads JNA, which otherwise would unpack itself where it is not safe
  }

  private final ByteBuffer bytes;
  private final long address;

  private OffHeap(ByteBuffer bytes) {
    this.bytes = bytes;
    this.address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
  }

  /**
   * Allocates a block, freed when it is no longer reachable.
   *
   * @param size its size in bytes
   * @return the block, all zero
   */
  public static OffHeap allocate(int size) {
    return new OffHeap(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
  }

  /**
   * Returns the content, in the machine's byte order. Always the same buffer; use absolute access.
   *
   * @return the bytes
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Returns the address of a byte.
   *
   * @param offset which byte
   * @return its address
   */
  public long at(int offset) {
    return address + offset;
  }

  /**
   * Returns how many bytes there are.
   *
   * @return the size
   */
  public int size() {
    return bytes.capacity();
  }

  /**
   * Writes ASCII text.
   *
   * @param offset where
   * @param text the text
   * @return the offset behind it
   */
  public int putText(int offset, String text) {
    bytes.put(offset, text.getBytes(StandardCharsets.US_ASCII));
    return offset + text.length();
  }

  /**
   * Writes a number in decimal digits. Allocates nothing.
   *
   * @param offset where
   * @param number at least 0
   * @return the offset behind it
   */
  public int putDecimal(int offset, int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    int rest = number;
    for (int i = offset + digits - 1; i >= offset; i--) {
      bytes.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    return offset + digits;
  }
}
