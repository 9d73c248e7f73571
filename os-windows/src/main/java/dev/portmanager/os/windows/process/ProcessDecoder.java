package dev.portmanager.os.windows.process;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the chain of SYSTEM_PROCESS_INFORMATION that SystemProcessInformation gives, of 64-bit
 * Windows: Microsoft Learn ("NtQuerySystemInformation") and phnt's ntexapi.h. Pure.
 */
final class ProcessDecoder {

  private static final int CREATED = 32;
  private static final int NAME_LENGTH = 56;
  private static final int NAME_POINTER = 64;
  private static final int PID = 80;
  private static final int PARENT = 88;
  private static final int SESSION = 100;
  private static final int FIXED_SIZE = 104;

  /** A pid is a handle in 64 bits here, and a number of 32 bits everywhere else. */
  private static final long HIGHEST_PID = 0xFFFF_FFFFL;

  private static final String WHAT = "the list of processes";

  private ProcessDecoder() {}

  /**
   * Decodes all processes.
   *
   * @param table the bytes
   * @param address where the first of them lay: the names are given by address
   * @throws MalformedTableException if the chain leaves the bytes or does not end
   */
  static List<ProcessEntry> decode(ByteBuffer table, long address) {
    ByteBuffer bytes = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<ProcessEntry> entries = new ArrayList<>();
    int at = 0;
    while (true) {
      if (at > bytes.capacity() - FIXED_SIZE) {
        throw new MalformedTableException(WHAT, "an entry at " + at + " of " + bytes.capacity());
      }
      entries.add(
          new ProcessEntry(
              pid(bytes, at + PID),
              pid(bytes, at + PARENT),
              bytes.getLong(at + CREATED),
              name(bytes, at, address),
              bytes.getInt(at + SESSION)));
      int next = bytes.getInt(at);
      if (next == 0) {
        return entries;
      }
      // Each entry is at least as long as its fixed part: so the chain comes to an end.
      if (next < FIXED_SIZE || next > bytes.capacity() - at) {
        throw new MalformedTableException(WHAT, "the entry at " + at + " leads on by " + next);
      }
      at += next;
    }
  }

  private static long pid(ByteBuffer bytes, int at) {
    long pid = bytes.getLong(at);
    if (pid < 0 || pid > HIGHEST_PID) {
      throw new MalformedTableException(WHAT, "a process id of " + pid);
    }
    return pid;
  }

  private static String name(ByteBuffer bytes, int entry, long address) {
    int length = bytes.getShort(entry + NAME_LENGTH) & 0xFFFF;
    if (length == 0) {
      return bytes.getLong(entry + PID) == 0 ? "Idle" : "System";
    }
    long start = bytes.getLong(entry + NAME_POINTER) - address;
    if (start < 0 || start > bytes.capacity() - length) {
      throw new MalformedTableException(
          WHAT, "a name of " + length + " bytes at " + start + " of " + bytes.capacity());
    }
    byte[] name = new byte[length];
    bytes.get((int) start, name);
    return new String(name, StandardCharsets.UTF_16LE);
  }
}
