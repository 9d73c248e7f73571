package dev.portmanager.core.registry;

import dev.portmanager.PortRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * One lease in a {@link Journal}.
 *
 * @param claim the claim behind it
 * @param since since when the register counts in which it was won
 */
record JournalEntry(Claim claim, long since) {

  /** The bytes of an entry. */
  static final int SIZE = 3 * Long.BYTES + LeaseRecord.SIZE;

  byte[] encode() {
    ByteBuffer entry = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    entry.putLong(claim.port() ^ claim.record().id()).putLong(claim.word()).putLong(since);
    return entry.put(claim.record().encode()).array();
  }

  /**
   * Returns which of two entries of one port holds. A lease that was prolonged stands in two
   * journals. Of two leases, one was won in a later register, into which the other had not come:
   * its holder has not looked yet whether the register is still the one it was won in.
   */
  JournalEntry orNewer(JournalEntry other) {
    if (claim.record().id() == other.claim.record().id() && ClaimWord.isTimed(claim.word())) {
      return ClaimWord.endUptimeSeconds(claim.word())
              < ClaimWord.endUptimeSeconds(other.claim.word())
          ? other
          : this;
    }
    return since < other.since ? other : this;
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
   * @return the entry; empty if no whole entry stands there
   */
  static Optional<JournalEntry> decode(byte[] bytes, int at) {
    if (at + SIZE > bytes.length) {
      return Optional.empty();
    }
    ByteBuffer entry = ByteBuffer.wrap(bytes, at, SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long portAndId = entry.getLong();
    long word = entry.getLong();
    long since = entry.getLong();
    Optional<LeaseRecord> record =
        LeaseRecord.decode(Arrays.copyOfRange(bytes, at + 3 * Long.BYTES, at + SIZE));
    if (record.isEmpty() || !ClaimWord.sameHolder(record.get().word(), word)) {
      return Optional.empty();
    }
    long port = portAndId ^ record.get().id();
    return port < PortRange.LOWEST_PORT || port > PortRange.HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(new JournalEntry(new Claim((int) port, word, record.get()), since));
  }
}
