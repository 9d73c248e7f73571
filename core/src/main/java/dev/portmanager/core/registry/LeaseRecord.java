package dev.portmanager.core.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portmanager.LeaseRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the register says of a lease besides who holds it. Its bytes, in little-endian order:
 *
 * <pre>
 *   0  claim word        8   must match the slot's, else the record is an earlier holder's
 *   8  id                8   random, not 0: tells two leases of one process and port apart
 *  16  since             8   milliseconds since 1970, by the wall clock
 *  24  start time        8   of the process, all 64 bits; 0 for a timed lease
 *  32  asker             8   pid of the process that asked
 *  40  kind              4   0 own process, 1 another process, 2 timed
 *  44  length of name    4
 *  48  name            128   UTF-8, then zeros
 * 176  zeros            72
 * 248  CRC32C            8   of the bytes before
 * </pre>
 *
 * @param word the claim word
 * @param id random, not 0
 * @param sinceMillis when the lease was given
 * @param startTime the start time of the process, all 64 bits
 * @param asker the pid of the process that asked
 * @param kind what the lease is tied to
 * @param app the application's name
 */
record LeaseRecord(
    long word, long id, long sinceMillis, long startTime, long asker, Kind kind, String app) {

  /** The bytes of a record. */
  static final int SIZE = 256;

  /** Where the id stands. */
  static final int ID = 8;

  private static final int ASKER = 32;
  private static final int NAME_LENGTH = 44;
  private static final int NAME = 48;
  private static final int CHECKSUM = 248;

  /** The highest that any system has: Windows counts in 32 bits. */
  private static final long HIGHEST_PID = 0xFFFF_FFFFL;

  /** What a lease is tied to. */
  enum Kind {
    /** The process that asked. */
    OWN_PROCESS(0),
    /** A process that another asked for. */
    OTHER_PROCESS(1),
    /** A time. */
    TIME(2);

    private static final Kind[] KINDS = values();

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Optional<Kind> of(int code) {
      for (Kind kind : KINDS) {
        if (kind.code == code) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  byte[] encode() {
    byte[] bytes = new byte[SIZE];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(word).putLong(id).putLong(sinceMillis).putLong(startTime).putLong(asker);
    byte[] name = app.getBytes(UTF_8);
    buffer.putInt(kind.code).putInt(name.length).put(name);
    buffer.putLong(CHECKSUM, checksum(bytes));
    return bytes;
  }

  /**
   * Reads a record.
   *
   * @param bytes what stands in the file
   * @return the record; empty if no whole record stands there, or one that was never given: of a
   *     name that no application may have, or of no process
   */
  static Optional<LeaseRecord> decode(byte[] bytes) {
    if (bytes.length != SIZE) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Optional<Kind> kind = Kind.of(buffer.getInt(40));
    int length = buffer.getInt(NAME_LENGTH);
    if (buffer.getLong(CHECKSUM) != checksum(bytes)
        || kind.isEmpty()
        || length < 1
        || length > LeaseRequest.MAX_APP_NAME_BYTES) {
      return Optional.empty();
    }
    long asker = buffer.getLong(ASKER);
    String app = new String(bytes, NAME, length, UTF_8);
    // Another user's register may have a checksum that is right over anything.
    if (asker < 1 || asker > HIGHEST_PID || !isAppName(app)) {
      return Optional.empty();
    }
    return Optional.of(
        new LeaseRecord(
            buffer.getLong(0),
            buffer.getLong(8),
            buffer.getLong(16),
            buffer.getLong(24),
            asker,
            kind.get(),
            app));
  }

  private static boolean isAppName(String app) {
    try {
      LeaseRequest.requireAppName(app);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // nobody can ask for a lease under such a name, so nobody was given one
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM);
    return crc.getValue();
  }

  // Written out for the reason that Claim has.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LeaseRecord record
        && word == record.word
        && id == record.id
        && sinceMillis == record.sinceMillis
        && startTime == record.startTime
        && asker == record.asker
        && kind == record.kind
        && app.equals(record.app);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }
}
