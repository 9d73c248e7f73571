package dev.portmanager.os.windows.process;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Handle;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.util.Optional;

/**
 * A handle of a process. As long as it is open, the system gives the pid to no other process. To be
 * used by one thread at a time, and closed.
 */
public final class OpenProcess implements AutoCloseable {

  private final Kernel32 kernel32;
  private final Handle handle;
  private final String subject;

  private OpenProcess(Kernel32 kernel32, long handle, long pid) {
    this.kernel32 = kernel32;
    this.subject = "pid " + pid;
    this.handle = new Handle(kernel32, handle, subject);
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
     * It may not be opened, or the system could not.
     *
     * @param failure the call that failed
     */
    record Refused(NativeCallException failure) implements Opened {

      /**
       * Tells whether it is a matter of rights.
       *
       * @return true if so; false if the system failed
       */
      public boolean isDenied() {
        return failure.code() == WinError.ACCESS_DENIED;
      }
    }
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
      NativeCallException failure = WinError.last(kernel32, "OpenProcess", "pid " + pid);
      return failure.code() == WinError.INVALID_PARAMETER
          ? new Opened.NoProcess()
          : new Opened.Refused(failure);
    }
    OpenProcess process = new OpenProcess(kernel32, handle, pid);
    // The system ignores the last two bits of a pid: 4711 would open 4708.
    long opened = Integer.toUnsignedLong(kernel32.GetProcessId(handle));
    if (opened == pid) {
      return new Opened.Open(process);
    }
    try (process) {
      return opened == 0
          ? new Opened.Refused(WinError.last(kernel32, "GetProcessId", "pid " + pid))
          : new Opened.NoProcess();
    }
  }

  /**
   * Returns the handle, for calls that this class does not have.
   *
   * @return the handle
   * @throws IllegalStateException if it is closed
   */
  public long handle() {
    return handle.value();
  }

  /**
   * Says which process it is, for messages.
   *
   * @return such as {@code pid 4711}
   */
  String subject() {
    return subject;
  }

  /**
   * Returns when the process was made.
   *
   * @return FILETIME
   * @throws NativeCallException if that cannot be read
   */
  public long createdAt() {
    return times()[0];
  }

  /**
   * Tells whether the process has ended. Needs no right to wait for it.
   *
   * @return true if so
   * @throws NativeCallException if that cannot be read
   */
  public boolean hasExited() {
    return times()[1] != 0;
  }

  private long[] times() {
    long[] created = new long[1];
    long[] exited = new long[1];
    if (!kernel32.GetProcessTimes(handle(), created, exited, new long[1], new long[1])) {
      throw WinError.last(kernel32, "GetProcessTimes", subject);
    }
    return new long[] {created[0], exited[0]};
  }

  /**
   * Waits until the process has ended.
   *
   * @param millis how long at most
   * @return true if it has ended
   * @throws NativeCallException if that cannot be waited for
   */
  public boolean hasEndedWithin(int millis) {
    int result = kernel32.WaitForSingleObject(handle(), millis);
    if (result != Kernel32.WAIT_OBJECT_0 && result != Kernel32.WAIT_TIMEOUT) {
      throw WinError.last(kernel32, "WaitForSingleObject", subject);
    }
    return result == Kernel32.WAIT_OBJECT_0;
  }

  /**
   * Ends the process.
   *
   * @param exitCode the exit code it gets
   * @return what failed; empty if it was sent
   */
  public Optional<NativeCallException> terminate(int exitCode) {
    return kernel32.TerminateProcess(handle(), exitCode)
        ? Optional.empty()
        : Optional.of(WinError.last(kernel32, "TerminateProcess", subject));
  }

  @Override
  public void close() {
    handle.close();
  }
}
