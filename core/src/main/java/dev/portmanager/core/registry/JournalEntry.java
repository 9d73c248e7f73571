package dev.portmanager.core.registry;

import dev.portmanager.PortRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of one lease in a {@link Journal}. */
final class JournalEntry {

  /** The bytes of an entry. */
  static final int SIZE = 2 * Long.BYTES + LeaseRecord.SIZE;

  private JournalEntry() {}

  static byte[] encode(Claim claim) {
    ByteBuffer entry = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    entry.putLong(claim.port() ^ claim.record().id()).putLong(claim.word());
    return entry.put(claim.record().encode()).array();
  }

  /** Returns what makes a place free, to be written at its beginning. */
  static byte[] free() {
    return new byte[Long.BYTES];
  }

  /**
   * Reads an entry.
   *
   * @param bytes the content of a journal
   * @param at where the entry begins
   * @return the claim; empty if no whole entry stands there
   */
  static Optional<Claim> decode(byte[] bytes, int at) {
    if (at + SIZE > bytes.length) {
      return Optional.empty();
    }
    ByteBuffer entry = ByteBuffer.wrap(bytes, at, SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long portAndId = entry.getLong();
    long word = entry.getLong();
    Optional<LeaseRecord> record =
        LeaseRecord.decode(Arrays.copyOfRange(bytes, at + 2 * Long.BYTES, at + SIZE));
    if (record.isEmpty() || !ClaimWord.sameHolder(record.get().word(), word)) {
      return Optional.empty();
    }
    long port = portAndId ^ record.get().id();
    return port < PortRange.LOWEST_PORT || port > PortRange.HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(new Claim((int) port, word, record.get()));
  }
}
