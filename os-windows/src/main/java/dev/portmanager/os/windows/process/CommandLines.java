package dev.portmanager.os.windows.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.table.MalformedTableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the command line of a process: as the kernel keeps it (ProcessCommandLineInformation,
 * Windows 8.1 and later), else from the memory of the process itself (its PEB), which needs more
 * rights. Stateless.
 */
final class CommandLines {

  /** UNICODE_STRING: its length, then at 8 a pointer to the text, which follows. */
  private static final int STRING_HEADER = 16;

  private static final int LONGEST = 65_536;
  private static final int PEB_POINTER = 8;
  private static final int BASIC_SIZE = 48;

  /** PEB.ProcessParameters, and RTL_USER_PROCESS_PARAMETERS.CommandLine: 64-bit winternl.h. */
  private static final int PARAMETERS = 0x20;

  private static final int COMMAND_LINE = 0x70;

  private static final String WHAT = "a command line";

  private CommandLines() {}

  /**
   * Returns the command line; empty if the process has none.
   *
   * @throws NativeCallException if the rights do not suffice
   * @throws MalformedTableException if what the system gave cannot be one
   */
  static Optional<String> read(Win32 win32, OpenProcess process) {
    return Optional.of(kept(win32, process).orElseGet(() -> inMemory(win32, process)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Returns what the kernel keeps; empty if this Windows keeps none. */
  private static Optional<String> kept(Win32 win32, OpenProcess process) {
    int size = STRING_HEADER + LONGEST + 2;
    try (Memory buffer = new Memory(size)) {
      int status = query(win32, process, NtDll.PROCESS_COMMAND_LINE, buffer);
      if (NtDll.isUnknownQuestion(status)) {
        return Optional.empty();
      }
      require(win32, process, status);
      ByteBuffer bytes = buffer.getByteBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(text(bytes, bytes.getLong(8) - Pointer.nativeValue(buffer)));
    }
  }

  private static int query(Win32 win32, OpenProcess process, int what, Memory into) {
    into.clear();
    return win32
        .ntDll()
        .get()
        .NtQueryInformationProcess(
            process.handle(), what, into, Math.toIntExact(into.size()), new int[1]);
  }

  private static void require(Win32 win32, OpenProcess process, int status) {
    if (status < 0) {
      throw WinError.ofStatus(win32, "NtQueryInformationProcess", status, process.subject());
    }
  }

  /**
   * Cuts the text out of what a UNICODE_STRING and what follows it hold.
   *
   * @throws MalformedTableException if the text leaves the bytes
   */
  static String text(ByteBuffer bytes, long start) {
    if (bytes.capacity() < STRING_HEADER) {
      throw new MalformedTableException(WHAT, "it has " + bytes.capacity() + " bytes");
    }
    int length = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(0) & 0xFFFF;
    if (length == 0) {
      return "";
    }
    if (start < STRING_HEADER || start > bytes.capacity() - length) {
      throw new MalformedTableException(
          WHAT, length + " bytes at " + start + " of " + bytes.capacity());
    }
    byte[] text = new byte[length];
    bytes.get((int) start, text);
    return new String(text, StandardCharsets.UTF_16LE);
  }

  private static String inMemory(Win32 win32, OpenProcess process) {
    try (Memory basic = new Memory(BASIC_SIZE)) {
      require(win32, process, query(win32, process, NtDll.PROCESS_BASIC, basic));
      ByteBuffer parameters = read(win32, process, basic.getLong(PEB_POINTER) + PARAMETERS, 8);
      ByteBuffer text = read(win32, process, parameters.getLong(0) + COMMAND_LINE, STRING_HEADER);
      int length = text.getShort(0) & 0xFFFF;
      return StandardCharsets.UTF_16LE
          .decode(read(win32, process, text.getLong(8), length))
          .toString();
    }
  }

  private static ByteBuffer read(Win32 win32, OpenProcess process, long address, int size) {
    byte[] bytes = new byte[size];
    long[] done = new long[1];
    boolean read =
        size == 0
            || win32
                .kernel32()
                .get()
                .ReadProcessMemory(process.handle(), address, bytes, size, done);
    if (!read) {
      throw WinError.last(win32.kernel32().get(), "ReadProcessMemory", process.subject());
    }
    if (done[0] != size) {
      throw new MalformedTableException(WHAT, done[0] + " of " + size + " bytes were read");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
