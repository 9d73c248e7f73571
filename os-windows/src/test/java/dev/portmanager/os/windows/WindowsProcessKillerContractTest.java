package dev.portmanager.os.windows;

import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.testkit.ProcessKillerContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** Counts the handles of this process. */
  static final class Handles {

    private static final Win32 WIN32 = Win32.real();

    private Handles() {}

    static long open() {
      Kernel32 kernel32 = WIN32.kernel32().get();
      int[] count = new int[1];
      if (!kernel32.GetProcessHandleCount(kernel32.GetCurrentProcess(), count)) {
        throw new IllegalStateException("error " + kernel32.GetLastError());
      }
      return count[0];
    }
  }
}
