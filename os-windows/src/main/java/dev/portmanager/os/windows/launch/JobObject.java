package dev.portmanager.os.windows.launch;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.Handle;
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
  private static final String SUBJECT = "a job that ends with this process";
  private static final int KILL_ON_JOB_CLOSE = 0x2000;

  private final Kernel32 kernel32;
  private final Handle handle;

  JobObject(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    long job = kernel32.CreateJobObjectW(0, 0);
    if (job == 0) {
      throw failure("CreateJobObject");
    }
    this.handle = new Handle(kernel32, job, SUBJECT);
    byte[] limits =
        ByteBuffer.allocate(EXTENDED_LIMITS_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(FLAGS, KILL_ON_JOB_CLOSE)
            .array();
    if (!kernel32.SetInformationJobObject(job, EXTENDED_LIMITS, limits, limits.length)) {
      NativeCallException failure = failure("SetInformationJobObject");
      close();
      throw failure;
    }
  }

  /** Puts a process into the job. */
  void add(long process) {
    if (!kernel32.AssignProcessToJobObject(handle.value(), process)) {
      throw failure("AssignProcessToJobObject");
    }
  }

  private NativeCallException failure(String function) {
    return WinError.last(kernel32, function, SUBJECT);
  }

  @Override
  public void close() {
    handle.close();
  }
}
