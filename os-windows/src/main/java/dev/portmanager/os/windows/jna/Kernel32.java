package dev.portmanager.os.windows.jna;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * kernel32.dll. Handles are {@code long}, since only 64-bit systems are supported; what a function
 * does and how it fails is at Microsoft Learn under its name.
 */
public interface Kernel32 extends Library {

  /** processthreadsapi.h, "Process security and access rights". */
  int PROCESS_TERMINATE = 0x0001;

  /** As above. */
  int PROCESS_VM_READ = 0x0010;

  /** As above. */
  int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;

  /** winnt.h, "Standard access rights". */
  int SYNCHRONIZE = 0x0010_0000;

  /** synchapi.h: the object is signalled. */
  int WAIT_OBJECT_0 = 0;

  /** synchapi.h: the time is up. */
  int WAIT_TIMEOUT = 258;

  /** wincon.h. */
  int CTRL_C_EVENT = 0;

  /** wincon.h. */
  int CTRL_BREAK_EVENT = 1;

  // "W" functions only: no text passes through a code page.
  boolean CloseHandle(long object);

  int GetLastError();

  int FormatMessageW(
      int flags, long source, int messageId, int language, char[] buffer, int size, long arguments);

  long GetTickCount64();

  long OpenProcess(int desiredAccess, boolean inheritHandle, int processId);

  int GetProcessId(long process);

  boolean GetProcessTimes(long process, long[] creation, long[] exit, long[] kernel, long[] user);

  boolean QueryFullProcessImageNameW(long process, int flags, char[] exeName, int[] size);

  boolean ReadProcessMemory(
      long process, long baseAddress, byte[] buffer, long size, long[] numberOfBytesRead);

  int WaitForSingleObject(long handle, int milliseconds);

  boolean TerminateProcess(long process, int exitCode);

  boolean GetExitCodeProcess(long process, int[] exitCode);

  long GetCurrentProcess();

  boolean CreateDirectoryW(char[] pathName, Pointer securityAttributes);

  long LocalFree(long memory);

  long CreateJobObjectW(long jobAttributes, long name);

  boolean SetInformationJobObject(long job, int informationClass, byte[] information, int length);

  boolean AssignProcessToJobObject(long job, long process);

  boolean CreateProcessW(
      char @Nullable [] applicationName,
      char[] commandLine,
      long processAttributes,
      long threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      char[] environment,
      long currentDirectory,
      byte[] startupInfo,
      long[] processInformation);

  int ResumeThread(long thread);

  long GetStdHandle(int which);

  boolean SetHandleInformation(long object, int mask, int flags);

  boolean AttachConsole(int processId);

  boolean FreeConsole();

  int GetConsoleProcessList(int[] processList, int processCount);

  boolean GenerateConsoleCtrlEvent(int ctrlEvent, int processGroupId);

  boolean SetConsoleCtrlHandler(@Nullable ConsoleHandler handler, boolean add);

  /** Is told of console events; returns whether it has dealt with one. */
  interface ConsoleHandler extends Callback {

    boolean invoke(int ctrlType);
  }
}
