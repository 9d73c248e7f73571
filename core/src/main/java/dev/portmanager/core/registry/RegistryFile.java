package dev.portmanager.core.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The file of one user's leases, open. All of its numbers are in little-endian order:
 *
 * <pre>
 *       0  header     4 KiB   "PORTMGR1", version, number and size of slots, size of records
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
 * <p>Safe for use by several threads: slots by being volatile, records by the lock {@code records},
 * which guards the position of the descriptor and is held for one seek and one read or write.
 */
final class RegistryFile implements AutoCloseable {

  /** The version this class reads and writes. */
  static final int VERSION = 1;

  static final int HEADER_SIZE = 4096;
  static final int SLOTS = PortRange.HIGHEST_PORT + 1;
  static final int SLOT_SIZE = 16;
  static final long RECORDS = HEADER_SIZE + (long) SLOTS * SLOT_SIZE;

  /** The length of the file. */
  static final long SIZE = RECORDS + (long) SLOTS * LeaseRecord.SIZE;

  private static final byte[] MAGIC = "PORTMGR1".getBytes(US_ASCII);
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final RandomAccessFile records;
  private final MappedByteBuffer slots;

  /** Guarded by the lock {@code records}. */
  private final byte[] id = new byte[Long.BYTES];

  private final Object identity;
  private volatile boolean closed;

  private RegistryFile(Path path, RandomAccessFile records, Object identity) throws IOException {
    this.path = path;
    this.records = records;
    this.identity = identity;
    this.slots =
        records.getChannel().map(MapMode.READ_WRITE, HEADER_SIZE, (long) SLOTS * SLOT_SIZE);
  }

  /** What stands at a path. */
  enum Content {
    /** A whole register of this version. */
    WHOLE,
    /** A register of a version that this program does not know. */
    NEWER,
    /** Something else. */
    DAMAGED
  }

  /** Returns the header of a new file. */
  static byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(SLOTS).putInt(SLOT_SIZE).putInt(LeaseRecord.SIZE);
    return header.array();
  }

  /** Judges a file by its first bytes and its length. */
  static Content judge(byte[] head, long length) {
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    if (head.length < 24) {
      return Content.DAMAGED;
    }
    header.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      return Content.DAMAGED;
    }
    if (header.getInt() > VERSION) {
      return Content.NEWER;
    }
    boolean whole =
        header.getInt(8) == VERSION
            && header.getInt() == SLOTS
            && header.getInt() == SLOT_SIZE
            && header.getInt() == LeaseRecord.SIZE
            && length == SIZE;
    return whole ? Content.WHOLE : Content.DAMAGED;
  }

  /**
   * Opens a file that was judged whole.
   *
   * @throws NoSuchFileException if it vanished or was replaced meanwhile
   */
  static RegistryFile open(Path path) throws IOException {
    Object before = identity(path);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (!Objects.equals(before, identity(path)) || file.length() != SIZE) {
        throw new NoSuchFileException(path.toString(), null, "replaced while it was opened");
      }
      return new RegistryFile(path, file, before);
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static Object identity(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return identity(attributes);
  }

  /** Windows has no such key, and needs none: nobody can remove or rename what is open. */
  private static Object identity(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? "open" : key;
  }

  /** Tells whether the path still leads to this file, and that is whole. One system call. */
  boolean isCurrent() throws IOException {
    if (closed) {
      return false;
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.size() == SIZE && identity.equals(identity(attributes));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  boolean isClosed() {
    return closed;
  }

  long word(int port) {
    return get(port * SLOT_SIZE);
  }

  boolean replaceWord(int port, long expected, long word) {
    return replace(port * SLOT_SIZE, expected, word);
  }

  /** Returns what the last lease of the port left: see {@link Trace}. */
  long trace(int port) {
    return get(port * SLOT_SIZE + Long.BYTES);
  }

  boolean replaceTrace(int port, long expected, long trace) {
    return replace(port * SLOT_SIZE + Long.BYTES, expected, trace);
  }

  private long get(int offset) {
    try {
      return (long) LONG.getVolatile(slots, offset);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  private boolean replace(int offset, long expected, long value) {
    try {
      return LONG.compareAndSet(slots, offset, expected, value);
    } catch (InternalError e) {
      throw cutShort(e);
    }
  }

  /** The JVM turns the fault of reading beyond the end of a mapped file into this error. */
  private LeaseRegistryException cutShort(InternalError e) {
    return new LeaseRegistryException(
        "the register of leases " + path + " was cut short while it was in use; try again", e);
  }

  byte[] readRecord(int port) throws IOException {
    byte[] bytes = new byte[LeaseRecord.SIZE];
    synchronized (records) {
      records.seek(RECORDS + (long) port * LeaseRecord.SIZE);
      records.readFully(bytes);
    }
    return bytes;
  }

  /** Reads the id of a port's record alone: see {@link LeaseRecord}. */
  long readId(int port) throws IOException {
    synchronized (records) {
      records.seek(RECORDS + (long) port * LeaseRecord.SIZE + LeaseRecord.ID);
      records.readFully(id);
      return ByteBuffer.wrap(id).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
  }

  void writeRecord(int port, byte[] bytes) throws IOException {
    synchronized (records) {
      records.seek(RECORDS + (long) port * LeaseRecord.SIZE);
      records.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    synchronized (records) {
      records.close();
    }
  }
}
