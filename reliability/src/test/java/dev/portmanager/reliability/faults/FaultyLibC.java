package dev.portmanager.reliability.faults;

import com.sun.jna.Pointer;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.SystemCalls;
import java.util.Map;

/**
 * Stands in for {@link LibC} in the back end: each function does what the real one does, or fails
 * as {@link Faults} says.
 */
public final class FaultyLibC {

  /** What one thread did last. */
  private static final class Last {
    int errno;
    boolean subject;
  }

  private static final long BPF = 321; // asm/unistd.h of x86-64
  private static final Map<Integer, String> COMMANDS =
      Map.of(
          0, "BPF_MAP_CREATE",
          2, "BPF_MAP_UPDATE_ELEM",
          3, "BPF_MAP_DELETE_ELEM",
          5, "BPF_PROG_LOAD",
          28, "BPF_LINK_CREATE",
          33, "BPF_ITER_CREATE");
  private static final SystemCalls CALLS = SystemCalls.here();
  private static final ThreadLocal<Last> LAST = ThreadLocal.withInitial(Last::new);

  private FaultyLibC() {}

  private static boolean fails(String function) {
    Last last = LAST.get();
    last.errno = Faults.next(function, last.subject);
    return last.errno != 0;
  }

  private static void about(long path) {
    if (Faults.isWatching()) {
      LAST.get().subject = Faults.isSubject(new Pointer(path).getString(0));
    }
  }

  private static void aboutProcess(long pid) {
    if (Faults.isWatching()) {
      LAST.get().subject = Faults.isSubject(pid);
    }
  }

  /** As the real one. */
  public static int errno() {
    int code = LAST.get().errno;
    return code == 0 ? LibC.errno() : code;
  }

  /** As the real one. */
  public static int openat(int dirfd, long path, int flags) {
    about(path);
    return fails("openat") ? -1 : LibC.openat(dirfd, path, flags);
  }

  /** As the real one: where it fails, the descriptor is closed nevertheless, close(2). */
  public static int close(int fd) {
    boolean fails = fails("close");
    int result = LibC.close(fd);
    return fails ? -1 : result;
  }

  /** As the real one. */
  public static long read(int fd, long buf, long count) {
    return fails("read") ? -1 : LibC.read(fd, buf, count);
  }

  /** As the real one. */
  public static long lseek(int fd, long offset, int whence) {
    return fails("lseek") ? -1 : LibC.lseek(fd, offset, whence);
  }

  /** As the real one. */
  public static long readlinkat(int dirfd, long path, long buf, long bufsiz) {
    return fails("readlinkat") ? -1 : LibC.readlinkat(dirfd, path, buf, bufsiz);
  }

  /** As the real one; each call has its own name. */
  public static long syscall(
      long number, long first, long second, long third, long fourth, long fifth) {
    return fails(name(number, first, second))
        ? -1
        : LibC.syscall(number, first, second, third, fourth, fifth);
  }

  private static String name(long number, long first, long second) {
    if (number == CALLS.getdents64()) {
      return "getdents64";
    }
    if (number == CALLS.statx()) {
      about(second);
      return "statx";
    }
    if (number == CALLS.kcmp()) {
      aboutProcess(second);
      return "kcmp";
    }
    if (number == CALLS.openByHandleAt()) {
      return "open_by_handle_at";
    }
    if (number == SystemCalls.PIDFD_OPEN) {
      aboutProcess(first);
      return "pidfd_open";
    }
    if (number == SystemCalls.PIDFD_SEND_SIGNAL) {
      return "pidfd_send_signal";
    }
    if (number == BPF) {
      return "bpf(" + COMMANDS.get((int) first) + ")";
    }
    throw new IllegalArgumentException("system call " + number + " has no name here");
  }

  /** As the real one. */
  public static int socket(int domain, int type, int protocol) {
    return fails("socket") ? -1 : LibC.socket(domain, type, protocol);
  }

  /** As the real one. */
  public static int setsockopt(int sockfd, int level, int optname, long optval, int optlen) {
    return fails("setsockopt") ? -1 : LibC.setsockopt(sockfd, level, optname, optval, optlen);
  }

  /** As the real one. */
  public static long send(int sockfd, long buf, long len, int flags) {
    return fails("send") ? -1 : LibC.send(sockfd, buf, len, flags);
  }

  /** As the real one. */
  public static long recv(int sockfd, long buf, long len, int flags) {
    return fails("recv") ? -1 : LibC.recv(sockfd, buf, len, flags);
  }

  /** As the real one. */
  public static int poll(long fds, long nfds, int timeout) {
    return fails("poll") ? -1 : LibC.poll(fds, nfds, timeout);
  }

  /** As the real one. */
  public static int kill(int pid, int sig) {
    return fails("kill") ? -1 : LibC.kill(pid, sig);
  }

  /** As the real one. */
  public static int fcntl(int fd, int cmd, int arg) {
    return fails("fcntl") ? -1 : LibC.fcntl(fd, cmd, arg);
  }

  /** Starts a thread, or fails as the JVM does where the system has none to spare. */
  public static void start(Thread thread) {
    if (Faults.next("pthread_create", false) != 0) {
      throw new OutOfMemoryError(
          "unable to create native thread: possibly out of memory or process/resource limits"
              + " reached");
    }
    thread.start();
  }
}
