package dev.portmanager.os.windows.jna;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/**
 * ntdll.dll, see Microsoft Learn ("NtQuerySystemInformation", "NtQueryInformationProcess"). Each
 * returns an NTSTATUS: negative is an error.
 */
public interface NtDll extends Library {

  /** winternl.h: SystemTimeOfDayInformation. */
  int SYSTEM_TIME_OF_DAY = 3;

  /** winternl.h: SystemProcessInformation. */
  int SYSTEM_PROCESSES = 5;

  /** winternl.h: ProcessBasicInformation. */
  int PROCESS_BASIC = 0;

  /** winternl.h: ProcessBreakOnTermination; not zero: the system stops when the process ends. */
  int PROCESS_BREAK_ON_TERMINATION = 29;

  /** ntddk.h: ProcessCommandLineInformation, Windows 8.1 and later. */
  int PROCESS_COMMAND_LINE = 60;

  /** ntddk.h: ProcessProtectionInformation, Windows 8.1 and later. */
  int PROCESS_PROTECTION = 61;

  /** ntstatus.h: STATUS_INFO_LENGTH_MISMATCH. */
  int INFO_LENGTH_MISMATCH = 0xC000_0004;

  /**
   * What a Windows answers that does not know a question: STATUS_NOT_IMPLEMENTED,
   * STATUS_INVALID_INFO_CLASS, STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED (ntstatus.h).
   *
   * @param status an NTSTATUS
   * @return true if it is one of these
   */
  static boolean isUnknownQuestion(int status) {
    return status == 0xC000_0002
        || status == 0xC000_0003
        || status == 0xC000_000D
        || status == 0xC000_00BB;
  }

  int NtQuerySystemInformation(
      int informationClass, Pointer information, int length, int[] returnLength);

  int NtQueryInformationProcess(
      long process, int informationClass, Pointer information, int length, int[] returnLength);

  int RtlNtStatusToDosError(int status);
}
