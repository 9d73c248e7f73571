package dev.portmanager.os.linux.procfs;

import java.nio.ByteBuffer;

/**
 * Reads what {@code getdents64} wrote: records of {@code struct linux_dirent64}, getdents(2): u64
 * d_ino (0), s64 d_off (8), u16 d_reclen (16), u8 d_type (18), char d_name[] (19). Allocates
 * nothing: what it reads is read hundreds of thousands of times.
 */
public final class Dirents {

  /** Where the name stands in a record. */
  public static final int NAME = 19;

  private static final int POSITION = 8;
  private static final int RECORD_LENGTH = 16;

  /** What {@link #number} returns for a name that is no number; no process has this id. */
  public static final int NOT_A_NUMBER = -1;

  private Dirents() {}

  /**
   * Returns where a record ends.
   *
   * @param bytes the records
   * @param start where the record starts
   * @param end where the last record ends
   * @return where the next one starts; {@code end} if there is none
   * @throws MalformedProcFileException if the record's length cannot be, or its name has no end
   */
  public static int next(ByteBuffer bytes, int start, int end) {
    int length =
        end - start < NAME + 1 ? 0 : Short.toUnsignedInt(bytes.getShort(start + RECORD_LENGTH));
    if (length < NAME + 1 || length > end - start) {
      throw new MalformedProcFileException(
          "a folder's record within the reply", "length " + length);
    }
    if (bytes.get(start + length - 1) != 0 && !hasEnd(bytes, start + NAME, start + length)) {
      throw new MalformedProcFileException("a zero byte behind a name", "none");
    }
    return start + length;
  }

  /**
   * Returns where in the folder the next record is.
   *
   * @param bytes the records
   * @param start where the record starts
   * @return what lseek(2) takes to read on behind this record
   */
  public static long nextPosition(ByteBuffer bytes, int start) {
    return bytes.getLong(start + POSITION);
  }

  /**
   * Reads a name as a process id or a descriptor.
   *
   * @param bytes the records
   * @param start where the record starts
   * @return the number, or {@link #NOT_A_NUMBER}
   */
  public static int number(ByteBuffer bytes, int start) {
    int number = 0;
    int at = start + NAME;
    for (byte c = bytes.get(at); c != 0; c = bytes.get(++at)) {
      if (c < '0' || c > '9' || at - start - NAME > 8) {
        return NOT_A_NUMBER;
      }
      number = number * 10 + c - '0';
    }
    return at == start + NAME ? NOT_A_NUMBER : number;
  }

  private static boolean hasEnd(ByteBuffer bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) == 0) {
        return true;
      }
    }
    return false;
  }
}
