package dev.portmanager.core.registry;

import dev.portmanager.PortRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of one user's leases, open. All of its numbers are in little-endian order:
 *
 * <pre>
 *       0  header     4 KiB   "PORTMGR1", version, number and size of slots, size of records,
 *                         the numbers of the file itself, so that a copy is told from it,
 *                         since when it counts
 *    4096  slots      1 MiB   65,536 times 16 bytes: claim word, trace of the last lease
 * 1052672  records   16 MiB   65,536 times 256 bytes, sparse: {@link LeaseRecord}
 * </pre>
 *
 * <p>The slots are mapped into memory: a claim is one compare-and-set of 64 bits, the same for all
 * threads, class loaders and processes, and there is no lock that a crash could leave or that
 * closing a descriptor could drop. Their blocks are written when the file is made, so that a full
 * disk cannot fail a store through the mapping. Records are written and read by system calls, whose
 * failure is an exception.
 *
 * <p>Safe for use by several threads: slots by being volatile, records since each is read and
 * written at a position of its own; the lock {@code id} guards a buffer and is held for one read.
 */
final class RegistryFile implements AutoCloseable {

  /** The version this class reads and writes. */
  static final int VERSION = 2;

  static final int HEADER_SIZE = 4096;
  static final int SLOTS = PortRange.HIGHEST_PORT + 1;
  static final int SLOT_SIZE = 16;
  static final long RECORDS = HEADER_SIZE + (long) SLOTS * SLOT_SIZE;

  /** The length of the file. */
  static final long SIZE = RECORDS + (long) SLOTS * LeaseRecord.SIZE;

  private static final long MAGIC_WORD =
      ByteBuffer.wrap(RegistryHeader.MAGIC).order(ByteOrder.LITTLE_ENDIAN).getLong();

  private final Path path;
  private final UninterruptedFile records;

  /** The header, which is looked at again and again, and the slots. */
  private final SlotMapping slots;

  /** For one read at a time, guarded by its own lock. */
  private final ByteBuffer id =
      ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** As it was judged: what stands in the file by now may be overwritten. */
  private final long since;

  private volatile boolean closed;

  /**
   * Takes over a file that was judged whole, by its first bytes. It is closed with this.
   *
   * @throws IOException if it cannot be mapped
   */
  RegistryFile(Path path, UninterruptedFile records, byte[] head) throws IOException {
    this.path = path;
    this.records = records;
    this.since = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(RegistryHeader.READY);
    this.slots = new SlotMapping(path, records.map(RECORDS));
  }

  /** Returns since when this file counts: of two registers the later one has the higher number. */
  long since() {
    return since;
  }

  /** Tells whether the path still leads to this file, and that is whole. One system call. */
  boolean isCurrent() throws IOException {
    if (closed) {
      return false;
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.size() == SIZE && records.has(attributes) && hasHeader();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** A file that was cut short and has grown again has the right length, but no content. */
  private boolean hasHeader() {
    try {
      return slots.get(0) == MAGIC_WORD;
    } catch (CutShortException e) {
      return false; // cut short at this moment
    }
  }

  boolean isClosed() {
    return closed;
  }

  long word(int port) {
    return slots.get(HEADER_SIZE + port * SLOT_SIZE);
  }

  boolean replaceWord(int port, long expected, long word) {
    return slots.replace(HEADER_SIZE + port * SLOT_SIZE, expected, word);
  }

  /** Returns what the last lease of the port left: see {@link Trace}. */
  long trace(int port) {
    return slots.get(HEADER_SIZE + port * SLOT_SIZE + Long.BYTES);
  }

  boolean replaceTrace(int port, long expected, long trace) {
    return slots.replace(HEADER_SIZE + port * SLOT_SIZE + Long.BYTES, expected, trace);
  }

  /** Returns the first port from the given one on whose slot names a holder, else 65,536. */
  int nextTaken(int from) {
    return slots.nextTaken(from);
  }

  /** Returns the first of some ports whose trace is of a name with that hash, else the end. */
  int nextTraced(int from, int end, int hash) {
    return slots.nextTraced(from, end, hash);
  }

  byte[] readRecord(int port) throws IOException {
    byte[] bytes = new byte[LeaseRecord.SIZE];
    try {
      records.read(ByteBuffer.wrap(bytes), RECORDS + (long) port * LeaseRecord.SIZE);
    } catch (EOFException | NoSuchFileException e) {
      throw new CutShortException(path, e);
    }
    return bytes;
  }

  /** Reads the id of a port's record alone: see {@link LeaseRecord}. */
  long readId(int port) throws IOException {
    try {
      synchronized (id) {
        records.read(id.clear(), RECORDS + (long) port * LeaseRecord.SIZE + LeaseRecord.ID);
        return id.getLong(0);
      }
    } catch (EOFException | NoSuchFileException e) {
      throw new CutShortException(path, e);
    }
  }

  void writeRecord(int port, byte[] bytes) throws IOException {
    try {
      records.write(ByteBuffer.wrap(bytes), RECORDS + (long) port * LeaseRecord.SIZE);
    } catch (NoSuchFileException e) {
      throw new CutShortException(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    records.close();
  }
}
