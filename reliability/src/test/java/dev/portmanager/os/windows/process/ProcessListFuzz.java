package dev.portmanager.os.windows.process;

import dev.portmanager.os.windows.table.MalformedTableException;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The lists of processes and of services, and a command line. */
public final class ProcessListFuzz {

  /** Where the bytes lie, as pointers in them say. */
  private static final long ADDRESS = 0x1000;

  private ProcessListFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Bytes bytes = new Bytes(input);
    ByteBuffer table = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
    try {
      switch (bytes.way(4)) {
        case 0 -> ProcessDecoder.decode(table, ADDRESS).forEach(ProcessListFuzz::check);
        case 1 -> {
          int count = table.capacity() / 56;
          ServiceDecoder.decode(table, ADDRESS, count).forEach(ProcessListFuzz::check);
        }
        case 2 -> CommandLines.text(table, table.capacity() < 16 ? 0 : table.getLong(8) - ADDRESS);
        default -> Bytes.requirePid(ServiceDecoder.pid(bytes.rest()));
      }
    } catch (MalformedTableException e) {
      Harmless.requireMessage(e);
    }
  }

  private static void check(ProcessEntry entry) {
    Bytes.requirePid(entry.pid());
    Bytes.requirePid(entry.parentPid());
    ProcessEntry.instant(entry.createdAt());
  }

  private static void check(Service service) {
    Bytes.requirePid(service.pid());
    Bytes.require(service.name().length() <= 256, "a long name");
  }
}
