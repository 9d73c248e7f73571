package dev.portmanager.os.windows.jna;

import dev.portmanager.NativeCallException;

/** The error numbers that are told apart here (winerror.h), and how any is put into words. */
public final class WinError {

  /** The right is missing. */
  public static final int ACCESS_DENIED = 5;

  /** The handle is none. */
  public static final int INVALID_HANDLE = 6;

  /** OpenProcess: there is no such process. */
  public static final int INVALID_PARAMETER = 87;

  /** The buffer is too small, and how large it must be was said. */
  public static final int INSUFFICIENT_BUFFER = 122;

  /** There is more than fits. */
  public static final int MORE_DATA = 234;

  /** There is no such file. */
  public static final int FILE_NOT_FOUND = 2;

  /** There is no such folder. */
  public static final int PATH_NOT_FOUND = 3;

  /** There is such a file already. */
  public static final int ALREADY_EXISTS = 183;

  /** LookupAccountSid: no account has the identifier. */
  public static final int NONE_MAPPED = 1332;

  private static final int FROM_SYSTEM_IGNORE_INSERTS = 0x1000 | 0x0200;

  private WinError() {}

  /**
   * Puts an error number into the system's words.
   *
   * @param kernel32 the binding
   * @param code the number
   * @return the text without its line end; {@code no text for it} if there is none
   */
  public static String text(Kernel32 kernel32, int code) {
    char[] buffer = new char[512];
    int length =
        kernel32.FormatMessageW(FROM_SYSTEM_IGNORE_INSERTS, 0, code, 0, buffer, buffer.length, 0);
    String text = new String(buffer, 0, Math.max(0, Math.min(length, buffer.length))).strip();
    return text.isEmpty() ? "no text for it" : text;
  }

  /**
   * Returns the exception for a call that failed.
   *
   * @param kernel32 the binding
   * @param function the function
   * @param code its error number
   * @param subject what it was called for
   * @return the exception, to be thrown
   */
  public static NativeCallException failure(
      Kernel32 kernel32, String function, int code, String subject) {
    return new NativeCallException(function, code, text(kernel32, code) + " (" + subject + ")");
  }

  /**
   * Returns the exception for the call that has just failed on this thread.
   *
   * @param kernel32 the binding
   * @param function the function
   * @param subject what it was called for
   * @return the exception, to be thrown
   */
  public static NativeCallException last(Kernel32 kernel32, String function, String subject) {
    return failure(kernel32, function, kernel32.GetLastError(), subject);
  }

  /**
   * Returns the exception for a function of ntdll that failed.
   *
   * @param win32 the native libraries
   * @param function the function
   * @param status its NTSTATUS
   * @param subject what it was called for
   * @return the exception, to be thrown; its code is the error number that Windows has for the
   *     status
   */
  public static NativeCallException ofStatus(
      Win32 win32, String function, int status, String subject) {
    return failure(
        win32.kernel32().get(),
        function,
        win32.ntDll().get().RtlNtStatusToDosError(status),
        subject + ", status 0x" + Integer.toHexString(status));
  }
}
