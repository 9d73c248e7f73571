package dev.portmanager.os.windows;

import com.sun.jna.Pointer;
import dev.portmanager.os.windows.security.Sid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Puts what a {@link SimulatedWindows} tells into memory, in the layouts of 64-bit Windows. */
final class SimulatedMemory {

  private static final int PROCESS_SIZE = 256;
  private static final int PROCESS_NAME = 120;
  private static final int SERVICE_SIZE = 56;
  private static final int SERVICE_NAMES = 32_768;
  private static final int ROW_SIZE = 24;
  private static final int DATED_ROW_SIZE = 160;

  private SimulatedMemory() {}

  /** Writes SYSTEM_PROCESS_INFORMATION, chained. */
  static void processes(Pointer into, List<Simulated> all) {
    int at = 0;
    for (Simulated process : all) {
      byte[] name = process.name.getBytes(StandardCharsets.UTF_16LE);
      into.setInt(at, process == all.get(all.size() - 1) ? 0 : PROCESS_SIZE);
      into.setLong(at + 32, process.createdAt);
      into.setShort(at + 56, (short) name.length);
      into.setLong(at + 64, Pointer.nativeValue(into) + at + PROCESS_NAME);
      into.setLong(at + 80, process.pid);
      into.setLong(at + 88, process.parent);
      into.setInt(at + 100, process.session);
      into.write(at + PROCESS_NAME, name, 0, name.length);
      at += PROCESS_SIZE;
    }
  }

  /** Writes ENUM_SERVICE_STATUS_PROCESSW, names behind. */
  static void services(Pointer into, Map<String, Long> services) {
    int at = 0;
    int names = SERVICE_NAMES;
    for (Map.Entry<String, Long> service : services.entrySet()) {
      byte[] name = (service.getKey() + "\0").getBytes(StandardCharsets.UTF_16LE);
      into.setLong(at, Pointer.nativeValue(into) + names);
      into.setInt(at + 16 + 8, 1);
      into.setInt(at + 16 + 28, service.getValue().intValue());
      into.write(names, name, 0, name.length);
      names += name.length;
      at += SERVICE_SIZE;
    }
  }

  /** A socket on 127.0.0.1. */
  record Row(int port, long pid, long madeAt) {}

  /** Returns how many bytes rows need. */
  static int size(List<Row> rows, boolean dated) {
    return 8 + rows.size() * (dated ? DATED_ROW_SIZE : ROW_SIZE);
  }

  /** Writes MIB_TCPTABLE_OWNER_MODULE, or MIB_TCPTABLE_OWNER_PID, which has no times. */
  static void rows(Pointer into, List<Row> rows, boolean dated) {
    into.setInt(0, rows.size());
    int at = dated ? 8 : 4;
    for (Row row : rows) {
      into.setInt(at, 2);
      into.setInt(at + 4, 0x0100_007F);
      into.setByte(at + 8, (byte) (row.port() >> 8));
      into.setByte(at + 9, (byte) row.port());
      into.setInt(at + 20, (int) row.pid());
      if (dated) {
        into.setLong(at + 24, row.madeAt());
      }
      at += dated ? DATED_ROW_SIZE : ROW_SIZE;
    }
  }

  /** Writes a UNICODE_STRING, its text behind. */
  static void text(Pointer into, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
    into.setShort(0, (short) bytes.length);
    into.setLong(8, Pointer.nativeValue(into) + 16);
    into.write(16, bytes, 0, bytes.length);
  }

  /** Writes TOKEN_USER, the identifier behind. */
  static void user(Pointer into, Sid user) {
    byte[] sid = user.encode();
    into.setLong(0, Pointer.nativeValue(into) + 16);
    into.write(16, sid, 0, sid.length);
  }

  /** Writes the path of a program and its length, if it fits and a zero behind. */
  static boolean path(Simulated process, char[] into, int[] length) {
    String path = process.folder + process.name;
    if (path.length() >= length[0]) {
      return false;
    }
    path.getChars(0, path.length(), into, 0);
    length[0] = path.length();
    return true;
  }

  /** Writes the system's text of an error, and returns its length. */
  static int message(int code, char[] into) {
    String text = "text of " + code + "\r\n";
    text.getChars(0, text.length(), into, 0);
    return text.length();
  }
}
