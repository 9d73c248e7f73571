package dev.portmanager.os.windows.process;

import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes an array of ENUM_SERVICE_STATUS_PROCESSW, 64-bit winsvc.h: two pointers to names, then
 * SERVICE_STATUS_PROCESS with the pid as its eighth of nine numbers. Pure.
 */
final class ServiceDecoder {

  private static final int SIZE = 56;
  private static final int ACCEPTED = 16 + 8;
  private static final int PID = 16 + 28;

  /** SERVICE_STATUS_PROCESS, alone. */
  static final int STATUS_SIZE = 36;

  private static final int ACCEPTS_STOP = 1;

  /** In characters: CreateServiceW, Microsoft Learn. Else each could be as long as the table. */
  private static final int LONGEST_NAME = 256;

  private ServiceDecoder() {}

  /**
   * Decodes all services.
   *
   * @param table the bytes
   * @param address where the first of them lay
   * @param count how many services there are
   * @throws MalformedTableException if the bytes end before the services do
   */
  static List<Service> decode(ByteBuffer table, long address, int count) {
    ByteBuffer bytes = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (count < 0 || (long) count * SIZE > bytes.capacity()) {
      throw new MalformedTableException(
          "the list of services", count + " services in " + bytes.capacity() + " bytes");
    }
    List<Service> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = i * SIZE;
      services.add(
          new Service(
              name(bytes, bytes.getLong(at) - address),
              Integer.toUnsignedLong(bytes.getInt(at + PID)),
              (bytes.getInt(at + ACCEPTED) & ACCEPTS_STOP) != 0));
    }
    return services;
  }

  /**
   * Returns the process of a SERVICE_STATUS_PROCESS.
   *
   * @param status the bytes
   * @return the process id; 0 if the service does not run
   * @throws MalformedTableException if there are too few bytes
   */
  static long pid(byte[] status) {
    if (status.length < STATUS_SIZE) {
      throw new MalformedTableException("a service's state", "it has " + status.length + " bytes");
    }
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(status).order(ByteOrder.LITTLE_ENDIAN).getInt(28));
  }

  private static String name(ByteBuffer bytes, long start) {
    StringBuilder name = new StringBuilder();
    long end = Math.min(bytes.capacity() - 2L, start + 2L * LONGEST_NAME);
    for (long at = start; at >= 0 && at <= end; at += 2) {
      char next = bytes.getChar((int) at);
      if (next == 0) {
        return name.toString();
      }
      name.append(next);
    }
    throw new MalformedTableException("the list of services", "a name at " + start);
  }
}
