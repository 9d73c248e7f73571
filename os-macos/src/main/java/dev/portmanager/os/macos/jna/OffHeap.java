package dev.portmanager.os.macos.jna;

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
   * Allocates a block that holds a text as C has it.
   *
   * @param text ASCII characters
   * @return the text, ended by a zero byte
   */
  public static OffHeap text(String text) {
    OffHeap block = allocate(text.length() + 1);
    block.bytes.put(0, text.getBytes(StandardCharsets.US_ASCII));
    return block;
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
}
