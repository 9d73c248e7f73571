package dev.portmanager.core.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * The slots of a {@link RegistryFile} in memory, which somebody may cut short at any moment: a
 * fault is told by the access that met it. Safe for use by several threads, each word being
 * volatile.
 */
final class SlotMapping {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final MappedByteBuffer slots;

  /** Not final, so that no compiler relies on it. */
  @SuppressWarnings("FieldMayBeFinal")
  private int length;

  /** Of no use, but that it must be made. */
  @SuppressWarnings("unused")
  private byte[][] made = {};

  SlotMapping(Path path, MappedByteBuffer slots) {
    this.path = path;
    this.slots = slots;
    Rehearsal.begin();
  }

  /** Returns the first port from the given one on whose slot names a holder, else 65,536. */
  int nextTaken(int from) {
    try {
      int port = searchTaken(from);
      awaitFault();
      return port;
    } catch (InternalError e) {
      throw new CutShortException(path, e);
    }
  }

  /**
   * Has no handler of its own: where compiled code stops for a fault at the end of a round, the JVM
   * was seen to pass over the handlers of that method.
   */
  private int searchTaken(int from) {
    int port = from;
    while (port < RegistryFile.SLOTS
        && peek(RegistryFile.HEADER_SIZE + port * RegistryFile.SLOT_SIZE) == ClaimWord.NOBODY) {
      port++;
    }
    return port;
  }

  /** Returns the first of some ports whose trace is of a name with that hash, else the end. */
  int nextTraced(int from, int end, int hash) {
    try {
      int port = searchTraced(from, end, hash);
      awaitFault();
      return port;
    } catch (InternalError e) {
      throw new CutShortException(path, e);
    }
  }

  /** As {@link #searchTaken}. */
  private int searchTraced(int from, int end, int hash) {
    int port = from;
    while (port < end
        && !Trace.isOf(
            peek(RegistryFile.HEADER_SIZE + port * RegistryFile.SLOT_SIZE + Long.BYTES), hash)) {
      port++;
    }
    return port;
  }

  /**
   * Reads a word.
   *
   * @throws CutShortException if the file ends before it
   */
  long get(int offset) {
    try {
      long value = peek(offset);
      awaitFault();
      return value;
    } catch (InternalError e) {
      throw new CutShortException(path, e);
    }
  }

  private long peek(int offset) {
    return peek(slots, offset);
  }

  private static long peek(MappedByteBuffer slots, int offset) {
    return (long) LONG.getVolatile(slots, offset);
  }

  /**
   * Replaces a word if it is the expected one; tells whether it did.
   *
   * <p>A fault of a read is an error, and so is one of a compare-and-set that is compiled; one of a
   * compare-and-set that is not compiled yet ends the JVM (Unsafe_CompareAndSetLong of unsafe.cpp
   * is not guarded, as Unsafe_GetLongVolatile is). So it is compiled before by {@link Rehearsal},
   * and the word is read right before.
   */
  boolean replace(int offset, long expected, long value) {
    Rehearsal.await();
    try {
      boolean replaced = compareAndSet(slots, offset, expected, value);
      awaitFault();
      return replaced;
    } catch (InternalError e) {
      throw new CutShortException(path, e);
    }
  }

  /** With the look in it, so that between the two there is nothing to link but once. */
  static boolean compareAndSet(MappedByteBuffer slots, int offset, long expected, long value) {
    return peek(slots, offset) == expected && LONG.compareAndSet(slots, offset, expected, value);
  }

  /**
   * The JVM turns the fault of an access beyond the end of a mapped file into an {@link
   * InternalError}. In compiled code that is not thrown where it happened, but when the thread next
   * comes back from a call into the JVM itself, which may be in the middle of the application: so
   * it makes one here. Calls of native methods do not count; an array of arrays whose lengths the
   * compiler does not know is always made by the JVM (Runtime1::new_multi_array,
   * OptoRuntime::multianewarray2_C).
   */
  private void awaitFault() {
    made = new byte[length][length];
  }
}
