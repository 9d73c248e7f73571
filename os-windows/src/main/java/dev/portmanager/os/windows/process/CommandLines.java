package dev.portmanager.os.windows.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
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

  private CommandLines() {}

  /** Returns the command line; empty if the rights do not suffice, or it has none. */
  static Optional<String> read(Win32 win32, OpenProcess process) {
    return kept(win32, process)
        .or(() -> inMemory(win32, process))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<String> kept(Win32 win32, OpenProcess process) {
    int size = STRING_HEADER + LONGEST + 2;
    try (Memory buffer = new Memory(size)) {
      int status =
          win32
              .ntDll()
              .get()
              .NtQueryInformationProcess(
                  process.handle(), NtDll.PROCESS_COMMAND_LINE, buffer, size, new int[1]);
      if (status < 0) {
        return Optional.empty();
      }
      ByteBuffer bytes = buffer.getByteBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
      return text(bytes, bytes.getLong(8) - Pointer.nativeValue(buffer));
    }
  }

  /** Cuts the text out of what a UNICODE_STRING and what follows it hold. */
  static Optional<String> text(ByteBuffer bytes, long start) {
    int length = bytes.getShort(0) & 0xFFFF;
    if (start < STRING_HEADER || start + length > bytes.capacity()) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    bytes.get((int) start, text);
    return Optional.of(new String(text, StandardCharsets.UTF_16LE));
  }

  private static Optional<String> inMemory(Win32 win32, OpenProcess process) {
    try (Memory basic = new Memory(BASIC_SIZE)) {
      int status =
          win32
              .ntDll()
              .get()
              .NtQueryInformationProcess(
                  process.handle(), NtDll.PROCESS_BASIC, basic, BASIC_SIZE, new int[1]);
      return status < 0
          ? Optional.empty()
          : read(win32, process, basic.getLong(PEB_POINTER) + PARAMETERS, 8)
              .flatMap(peb -> read(win32, process, peb.getLong(0) + COMMAND_LINE, STRING_HEADER))
              .flatMap(text -> read(win32, process, text.getLong(8), text.getShort(0) & 0xFFFF))
              .map(text -> StandardCharsets.UTF_16LE.decode(text).toString());
    }
  }

  private static Optional<ByteBuffer> read(
      Win32 win32, OpenProcess process, long address, int size) {
    Kernel32 kernel32 = win32.kernel32().get();
    byte[] bytes = new byte[size];
    long[] done = new long[1];
    // A 32-bit process, or one that is just starting, has nothing there.
    return size > 0
            && kernel32.ReadProcessMemory(process.handle(), address, bytes, size, done)
            && done[0] == size
        ? Optional.of(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN))
        : Optional.empty();
  }
}
