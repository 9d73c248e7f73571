package dev.portmanager.os.windows;

import com.sun.jna.Memory;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.testkit.ProcessKillerContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.WINDOWS)
class WindowsProcessKillerContractTest extends ProcessKillerContract {

  private final ProcessKiller killer = new WindowsProcessKiller();

  @Override
  protected ProcessKiller processKiller() {
    return killer;
  }

  /** A JVM without a window is no service either. */
  @Override
  protected SignalOutcome.Status terminateStatus() {
    return SignalOutcome.Status.UNSUPPORTED;
  }

  @Override
  protected Optional<List<String>> manyShortProcesses() {
    return Optional.of(List.of("cmd", "/c", "for /L %i in (1,1,100) do @cmd /c rem"));
  }

  @Override
  protected OptionalLong openDescriptors() {
    return OptionalLong.of(Handles.open());
  }

  /**
   * Counts the handles of this process in the list of all handles: SystemExtendedHandleInformation,
   * phnt's ntexapi.h. The counts that GetProcessHandleCount and the list of processes have are,
   * under Wine, the size of a table, in which a leak does not show.
   */
  static final class Handles {

    private static final NtDll NTDLL = Win32.real().ntDll().get();
    private static final int EXTENDED_HANDLES = 64;
    private static final int FIRST_SIZE = 1_048_576;
    private static final int FIRST_ENTRY = 16;
    private static final int ENTRY_SIZE = 40;
    private static final int PID = 8;

    private Handles() {}

    static long open() {
      int size = FIRST_SIZE;
      while (true) {
        try (Memory table = new Memory(size)) {
          int status = NTDLL.NtQuerySystemInformation(EXTENDED_HANDLES, table, size, new int[1]);
          if (status >= 0) {
            return ofThisProcess(table);
          }
          if (status != NtDll.INFO_LENGTH_MISMATCH) {
            throw new IllegalStateException("status " + Integer.toHexString(status));
          }
        }
        size *= 2;
      }
    }

    private static long ofThisProcess(Memory table) {
      long self = ProcessHandle.current().pid();
      long entries = table.getLong(0);
      return LongStream.range(0, entries)
          .filter(i -> table.getLong(FIRST_ENTRY + i * ENTRY_SIZE + PID) == self)
          .count();
    }
  }
}
