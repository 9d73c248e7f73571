package dev.portmanager.core.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a {@link RegistryFile} is written before anybody else sees it, and judged by its first bytes.
 */
final class RegistryHeader {

  static final byte[] MAGIC = "PORTMGR1".getBytes(US_ASCII);

  /** Where the file's own numbers stand. */
  private static final int NUMBER = 24;

  /** Where it stands since when the file counts, by System.nanoTime; 0 as long as it does not. */
  static final int READY = NUMBER + 2 * Long.BYTES;

  /** So many bytes are needed to judge a file. */
  static final int HEAD_SIZE = READY + Long.BYTES;

  private RegistryHeader() {}

  /** What stands at a path. */
  enum Content {
    /** A whole register of this version. */
    WHOLE,
    /** A register that its maker has not finished, and will not if it was killed or stopped. */
    UNFINISHED,
    /** A register of a version that this program does not know. */
    NEWER,
    /** Something else. */
    DAMAGED
  }

  /** Returns the header of a new file. */
  static byte[] header(FileNumber number) {
    ByteBuffer header =
        ByteBuffer.allocate(RegistryFile.HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    header
        .put(MAGIC)
        .putInt(RegistryFile.VERSION)
        .putInt(RegistryFile.SLOTS)
        .putInt(RegistryFile.SLOT_SIZE)
        .putInt(LeaseRecord.SIZE);
    header.putLong(NUMBER, number.device()).putLong(NUMBER + Long.BYTES, number.inode());
    return header.array();
  }

  /**
   * Judges a file by its first bytes, its length and its numbers: a copy that somebody put in the
   * place of the register lacks what was leased since, so it is as good as damaged.
   */
  static Content judge(byte[] head, long length, FileNumber number) {
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    if (head.length < HEAD_SIZE) {
      return Content.DAMAGED;
    }
    header.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      return Content.DAMAGED;
    }
    if (header.getInt() > RegistryFile.VERSION) {
      return Content.NEWER;
    }
    boolean whole =
        header.getInt(8) == RegistryFile.VERSION
            && header.getInt() == RegistryFile.SLOTS
            && header.getInt() == RegistryFile.SLOT_SIZE
            && header.getInt() == LeaseRecord.SIZE
            && length == RegistryFile.SIZE
            && !number.differsFrom(
                new FileNumber(header.getLong(NUMBER), header.getLong(NUMBER + Long.BYTES)));
    if (!whole) {
      return Content.DAMAGED;
    }
    return header.getLong(READY) == 0 ? Content.UNFINISHED : Content.WHOLE;
  }

  /** Enters a lease in a new file that nobody else sees yet. */
  static void enter(RandomAccessFile fresh, Claim claim) throws IOException {
    long trace = Trace.leased(Trace.hash(claim.record().app()));
    byte[] slot =
        ByteBuffer.allocate(RegistryFile.SLOT_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(claim.word())
            .putLong(trace)
            .array();
    fresh.seek(RegistryFile.HEADER_SIZE + (long) claim.port() * RegistryFile.SLOT_SIZE);
    fresh.write(slot);
    fresh.seek(RegistryFile.RECORDS + (long) claim.port() * LeaseRecord.SIZE);
    fresh.write(claim.record().encode());
  }

  /** Lets a new file count, from now on. */
  static void finish(RandomAccessFile fresh) throws IOException {
    ByteBuffer now = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fresh.seek(READY);
    fresh.write(now.putLong(Math.max(1, System.nanoTime())).array());
  }
}
