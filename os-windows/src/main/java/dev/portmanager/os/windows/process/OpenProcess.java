package dev.portmanager.os.windows.process;

import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;

/**
 * A handle of a process. As long as it is open, the system gives the pid to no other process. To be
 * used by one thread at a time, and closed.
 */
public final class OpenProcess implements AutoCloseable {

  private final Kernel32 kernel32;
  private final long handle;
  private boolean closed;

  private OpenProcess(Kernel32 kernel32, long handle) {
    this.kernel32 = kernel32;
    this.handle = handle;
  }

  /** The result of opening one. */
  public sealed interface Opened {

    /**
     * It is open.
     *
     * @param process the process, to be closed
     */
    record Open(OpenProcess process) implements Opened {}

    /** There is no such process. */
    record NoProcess() implements Opened {}

    /**
     * It exists, but may not be opened.
     *
     * @param code the error number
     */
    record Refused(int code) implements Opened {}
  }

  /**
   * Opens a process.
   *
   * @param win32 the native libraries
   * @param pid its process id
   * @param rights PROCESS_QUERY_LIMITED_INFORMATION and what else is needed
   * @return the result
   */
  public static Opened open(Win32 win32, long pid, int rights) {
    Kernel32 kernel32 = win32.kernel32().get();
    if (pid <= 0 || pid > 0xFFFF_FFFFL) {
      return new Opened.NoProcess();
    }
    long handle = kernel32.OpenProcess(rights, false, (int) pid);
    if (handle == 0) {
      int code = kernel32.GetLastError();
      return code == WinError.INVALID_PARAMETER ? new Opened.NoProcess() : new Opened.Refused(code);
    }
    OpenProcess process = new OpenProcess(kernel32, handle);
    // The system ignores the last two bits of a pid: 4711 would open 4708.
    if (Integer.toUnsignedLong(kernel32.GetProcessId(handle)) != pid) {
      process.close();
      return new Opened.NoProcess();
    }
    return new Opened.Open(process);
  }

  /**
   * Returns the handle, for calls that this class does not have.
   *
   * @return the handle
   * @throws IllegalStateException if it is closed
   */
  public long handle() {
    if (closed) {
      throw new IllegalStateException("the handle of the process is closed");
    }
    return handle;
  }

  /**
   * Returns when the process was made.
   *
   * @return FILETIME
   * @throws dev.portmanager.NativeCallException if that cannot be read
   */
  public long createdAt() {
    long[] created = new long[1];
    if (!kernel32.GetProcessTimes(handle(), created, new long[1], new long[1], new long[1])) {
      throw WinError.failure(
          kernel32, "GetProcessTimes", kernel32.GetLastError(), "a process that is open");
    }
    return created[0];
  }

  /**
   * Tells whether the process has ended. Needs no right to wait for it.
   *
   * @return true if so
   * @throws dev.portmanager.NativeCallException if that cannot be read
   */
  public boolean hasExited() {
    long[] exited = new long[1];
    if (!kernel32.GetProcessTimes(handle(), new long[1], exited, new long[1], new long[1])) {
      throw WinError.failure(
          kernel32, "GetProcessTimes", kernel32.GetLastError(), "a process that is open");
    }
    return exited[0] != 0;
  }

  /**
   * Waits until the process has ended.
   *
   * @param millis how long at most
   * @return true if it has ended
   * @throws dev.portmanager.NativeCallException if that cannot be waited for
   */
  public boolean hasEndedWithin(int millis) {
    int result = kernel32.WaitForSingleObject(handle(), millis);
    if (result != Kernel32.WAIT_OBJECT_0 && result != Kernel32.WAIT_TIMEOUT) {
      throw WinError.failure(
          kernel32, "WaitForSingleObject", kernel32.GetLastError(), "a process that is open");
    }
    return result == Kernel32.WAIT_OBJECT_0;
  }

  /**
   * Ends the process.
   *
   * @param exitCode the exit code it gets
   * @return 0, or the error number
   */
  public int terminate(int exitCode) {
    return kernel32.TerminateProcess(handle(), exitCode) ? 0 : kernel32.GetLastError();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      kernel32.CloseHandle(handle);
    }
  }
}
