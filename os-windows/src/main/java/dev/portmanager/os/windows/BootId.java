package dev.portmanager.os.windows;

import com.sun.jna.Memory;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessSnapshot;

/** What names a start of the system. */
final class BootId {

  private static final long SYSTEM_PROCESS = 4;

  /** SYSTEM_TIMEOFDAY_INFORMATION: boot time at 0, how far clock changes have moved it at 32. */
  private static final int TIME_OF_DAY_SIZE = 48;

  private static final int BOOT_TIME_BIAS = 32;

  private BootId() {}

  /**
   * Returns the moment at which the System process was made, which is never changed; where there is
   * none that tells, the boot time without the changes of the clock since.
   */
  static String read(Win32 win32) {
    long made =
        ProcessSnapshot.take(win32).find(SYSTEM_PROCESS).map(ProcessEntry::createdAt).orElse(0L);
    return Long.toHexString(made > 0 ? made : bootTime(win32));
  }

  private static long bootTime(Win32 win32) {
    try (Memory buffer = new Memory(TIME_OF_DAY_SIZE)) {
      buffer.clear();
      NtDll api = win32.ntDll().get();
      int status =
          api.NtQuerySystemInformation(
              NtDll.SYSTEM_TIME_OF_DAY, buffer, TIME_OF_DAY_SIZE, new int[1]);
      if (status < 0) {
        throw WinError.ofStatus(win32, "NtQuerySystemInformation", status, "the boot time");
      }
      return buffer.getLong(0) - buffer.getLong(BOOT_TIME_BIAS);
    }
  }
}
