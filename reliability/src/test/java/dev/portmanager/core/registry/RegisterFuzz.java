package dev.portmanager.core.registry;

import dev.portmanager.LeaseRequest;
import dev.portmanager.reliability.fuzz.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Records, journals and headers of registers; their checksums are right. */
public final class RegisterFuzz {

  private static final int CHECKSUM = 248;

  private RegisterFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    switch (bytes.way(3)) {
      case 0 -> LeaseRecord.decode(sealed(bytes.rest(LeaseRecord.SIZE))).ifPresent(r -> check(r));
      case 1 -> journal(bytes.rest());
      default -> {
        byte[] head = bytes.rest();
        RegistryHeader.judge(head, RegistryFile.SIZE, new FileNumber(1, 2));
        RegistryHeader.judge(head, head.length, new FileNumber(0, 0));
      }
    }
  }

  private static void journal(byte[] journal) {
    for (int at = 0; at < journal.length; at += JournalEntry.SIZE) {
      if (at + JournalEntry.SIZE <= journal.length) {
        ByteBuffer entry = ByteBuffer.wrap(journal, at, JournalEntry.SIZE);
        byte[] record = new byte[LeaseRecord.SIZE];
        entry.position(at + 3 * Long.BYTES).get(record);
        entry.position(at + 3 * Long.BYTES).put(sealed(record));
      }
      Optional<JournalEntry> found = JournalEntry.decode(journal, at);
      found.ifPresent(RegisterFuzz::check);
    }
  }

  private static void check(JournalEntry entry) {
    Bytes.requirePort(entry.claim().port());
    check(entry.claim().record());
    Bytes.require(
        JournalEntry.decode(entry.encode(), 0).equals(Optional.of(entry)), "is not read again");
    entry.orNewer(entry);
  }

  private static void check(LeaseRecord record) {
    LeaseRequest.requireAppName(record.app());
    Bytes.requirePid(record.asker());
    Bytes.require(
        LeaseRecord.decode(record.encode()).equals(Optional.of(record)), "is not read again");
  }

  /**
   * Puts in the checksum, which the fuzzer would find in no lifetime and a malicious user at once.
   */
  static byte[] sealed(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, CHECKSUM);
    ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putLong(CHECKSUM, crc.getValue());
    return record;
  }
}
