package dev.portmanager.os.macos.pin;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A kernel event queue that tells of the end of one process: kqueue(2), EVFILT_PROC. The event
 * hangs on the process, not on its pid. To be used by one thread at a time, and closed.
 */
final class ExitWatch implements AutoCloseable {

  private static final short EVFILT_PROC = -5;
  private static final short EV_ADD = 0x1;
  private static final short EV_ONESHOT = 0x10;
  private static final short EV_RECEIPT = 0x40;
  private static final short EV_ERROR = 0x4000;
  private static final int NOTE_EXIT = 0x8000_0000;

  /**
   * {@code struct kevent}: ident (0), filter (8), flags (10), fflags (12), data (16), udata (24).
   */
  private static final int KEVENT_SIZE = 32;

  private static final int FILTER = 8;
  private static final int FLAGS = 10;
  private static final int FFLAGS = 12;
  private static final int DATA = 16;
  private static final int TIMESPEC = KEVENT_SIZE;
  private static final int TIMESPEC_SIZE = 16;

  /** What attaching one came to. */
  sealed interface Attached {

    /** It is attached. */
    record Watching(ExitWatch watch) implements Attached {}

    /** There is no such process, or it has ended. */
    record NoProcess() implements Attached {}

    /** The kernel refuses. */
    record Refused(int code) implements Attached {}
  }

  private final OffHeap memory = OffHeap.allocate(KEVENT_SIZE + TIMESPEC_SIZE);
  private final int queue;
  private boolean ended;
  private boolean closed;

  private ExitWatch(int queue) {
    this.queue = queue;
  }

  /**
   * Attaches a watch.
   *
   * @throws dev.portmanager.NativeCallException if no queue can be made
   */
  static Attached attach(int pid) {
    int queue = LibSystem.kqueue();
    if (queue < 0) {
      throw Errno.failure("kqueue", LibSystem.errno(), "process " + pid);
    }
    ExitWatch watch = new ExitWatch(queue);
    int code = watch.add(pid);
    if (code == 0) {
      return new Attached.Watching(watch);
    }
    watch.close();
    return code == Errno.ESRCH ? new Attached.NoProcess() : new Attached.Refused(code);
  }

  /** Returns 0 or the error number. */
  private int add(int pid) {
    ByteBuffer event = memory.bytes();
    event.putLong(0, pid).putShort(FILTER, EVFILT_PROC);
    event.putShort(FLAGS, (short) (EV_ADD | EV_ONESHOT | EV_RECEIPT)).putInt(FFLAGS, NOTE_EXIT);
    event.putLong(DATA, 0);
    int count = kevent(1, 0);
    if (count < 0) {
      return LibSystem.errno();
    }
    // With EV_RECEIPT the answer is always an error event, whose data is 0 if all went well.
    return count == 1 && (event.getShort(FLAGS) & EV_ERROR) != 0
        ? (int) event.getLong(DATA)
        : Errno.EINVAL;
  }

  /** Waits until the process has ended, reaped or not. */
  boolean hasEndedWithin(long millis) {
    if (ended || closed) {
      return ended;
    }
    int count = kevent(0, millis);
    if (count < 0) {
      int code = LibSystem.errno();
      if (code != Errno.EINTR) {
        throw Errno.failure("kevent", code, "the end of a process");
      }
    }
    ended = count > 0;
    return ended;
  }

  private int kevent(int changes, long millis) {
    long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis - TimeUnit.SECONDS.toMillis(seconds));
    memory.bytes().putLong(TIMESPEC, seconds).putLong(TIMESPEC + Long.BYTES, nanos);
    try {
      return LibSystem.kevent(queue, memory.at(0), changes, memory.at(0), 1, memory.at(TIMESPEC));
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibSystem.close(queue);
    }
  }
}
