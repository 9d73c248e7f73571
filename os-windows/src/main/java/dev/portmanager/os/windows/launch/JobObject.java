package dev.portmanager.os.windows.launch;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WinError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A job whose processes end when its last handle is closed, which the system does when this process
 * ends in whatever way: Microsoft Learn, "Job objects".
 */
final class JobObject implements AutoCloseable {

  /** winnt.h: JobObjectExtendedLimitInformation, its size, and where its flags lie. */
  private static final int EXTENDED_LIMITS = 9;

  private static final int EXTENDED_LIMITS_SIZE = 144;
  private static final int FLAGS = 16;
  private static final int KILL_ON_JOB_CLOSE = 0x2000;

  private final Kernel32 kernel32;
  private final long handle;

  JobObject(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.handle = kernel32.CreateJobObjectW(0, 0);
    if (handle == 0) {
      throw failure("CreateJobObject");
    }
    byte[] limits =
        ByteBuffer.allocate(EXTENDED_LIMITS_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(FLAGS, KILL_ON_JOB_CLOSE)
            .array();
    if (!kernel32.SetInformationJobObject(handle, EXTENDED_LIMITS, limits, limits.length)) {
      NativeCallException failure = failure("SetInformationJobObject");
      close();
      throw failure;
    }
  }

  /** Puts a process into the job. */
  void add(long process) {
    if (!kernel32.AssignProcessToJobObject(handle, process)) {
      throw failure("AssignProcessToJobObject");
    }
  }

  private NativeCallException failure(String function) {
    int code = kernel32.GetLastError();
    return WinError.failure(kernel32, function, code, "a job that ends with this process");
  }

  @Override
  public void close() {
    kernel32.CloseHandle(handle);
  }
}
