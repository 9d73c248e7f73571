package dev.portmanager.os.linux.pin;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.jna.SystemCalls;
import java.util.Set;

/** A descriptor of a process: pidfd_open(2). To be used by one thread at a time, and closed. */
final class PidFd implements AutoCloseable {

  private static final short POLLIN = 1;

  /** How a kernel before 5.3, or a seccomp filter, says that there is no such call. */
  private static final Set<Integer> NO_SUCH_CALL =
      Set.of(Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EOPNOTSUPP);

  /** The result of opening one. */
  sealed interface Opened {

    /** It is open. */
    record Open(PidFd pidFd) implements Opened {}

    /** There is no such process. */
    record NoProcess() implements Opened {}

    /** This system has no pidfd. */
    record Unavailable(int code) implements Opened {}
  }

  private final OffHeap pollFd = OffHeap.allocate(8);
  private final int descriptor;
  private boolean closed;

  private PidFd(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens a process.
   *
   * @throws dev.portmanager.NativeCallException if it fails for a reason that is not about this
   *     process, such as too many open files
   */
  static Opened open(int pid) {
    long descriptor = LibC.syscall(SystemCalls.PIDFD_OPEN, pid, 0, 0, 0, 0);
    if (descriptor >= 0) {
      return new Opened.Open(new PidFd((int) descriptor));
    }
    int code = LibC.errno();
    // EINVAL, and ENOENT since Linux 6.15: the number is that of a thread, not of a process.
    if (code == Errno.ESRCH || code == Errno.EINVAL || code == Errno.ENOENT) {
      return new Opened.NoProcess();
    }
    if (NO_SUCH_CALL.contains(code)) {
      return new Opened.Unavailable(code);
    }
    throw Errno.failure("pidfd_open", code, "process " + pid);
  }

  /** Sends a signal; returns 0 or the error number. */
  int signal(int signal) {
    long sent = LibC.syscall(SystemCalls.PIDFD_SEND_SIGNAL, descriptor, signal, 0, 0, 0);
    return sent == 0 ? 0 : LibC.errno();
  }

  /** Waits until the process has ended, reaped or not. */
  boolean hasEndedWithin(int millis) {
    pollFd.bytes().putInt(0, descriptor).putShort(4, POLLIN).putShort(6, (short) 0);
    int ready = LibC.poll(pollFd.at(0), 1, millis);
    if (ready < 0) {
      int code = LibC.errno();
      if (code != Errno.EINTR) {
        throw Errno.failure("poll", code, "a pidfd");
      }
      return false;
    }
    return ready > 0 && pollFd.bytes().getShort(6) != 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibC.close(descriptor);
    }
  }
}
