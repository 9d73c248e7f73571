package dev.portmanager.os.macos.jna;

import com.sun.jna.Native;

/**
 * The functions of libSystem that this back end calls, in native spelling.
 *
 * <p>Direct mapping with primitives alone: {@code size_t} and every pointer is a {@code long}. No
 * function here takes variable arguments that are read, which arm64 would expect elsewhere. A
 * function that fails returns -1 unless said otherwise; {@link #errno} then has the reason, if it
 * is asked on the same thread before any other call.
 */
public final class LibSystem {

  /** The library's name, as JNA looks for it. */
  static final String NAME = "System";

  static {
    Native.register(LibSystem.class, NAME);
  }

  private LibSystem() {}

  /**
   * Returns why the last function called by this thread failed.
   *
   * @return a number of {@link Errno}; meaningless if it did not fail
   */
  public static int errno() {
    return Native.getLastError();
  }

  /** Sets the error number to 0, for functions whose 0 may be a result or a failure. */
  public static void clearErrno() {
    Native.setLastError(0);
  }

  /**
   * Lists process ids.
   *
   * @param type {@code PROC_ALL_PIDS} is 1, {@code PROC_PPID_ONLY} is 6: sys/proc_info.h
   * @param typeinfo the parent for {@code PROC_PPID_ONLY}
   * @param buffer where to put them, 4 bytes each; it is filled with what fits
   * @param buffersize its size in bytes
   * @return how many <em>bytes</em> were written; 0 if it failed
   * @see <a
   *     href="https://github.com/apple-oss-distributions/xnu/blob/main/libsyscall/wrappers/libproc/libproc.h">libproc.h</a>
   */
  public static native int proc_listpids(int type, int typeinfo, long buffer, int buffersize);

  /**
   * Reads facts of a process. Fails among others with {@code ESRCH}, {@code EPERM}.
   *
   * @param pid the process
   * @param flavor which facts: sys/proc_info.h
   * @param arg 0: a process that has ended and waits to be reaped is none
   * @param buffer where to put them
   * @param buffersize its size in bytes
   * @return how many bytes were written; 0 if it failed
   */
  public static native int proc_pidinfo(int pid, int flavor, long arg, long buffer, int buffersize);

  /**
   * Reads facts of a descriptor. Fails among others with {@code EBADF}, {@code ESRCH}.
   *
   * @param pid the process
   * @param fd its descriptor
   * @param flavor which facts: {@code PROC_PIDFDSOCKETINFO} is 3
   * @param buffer where to put them
   * @param buffersize its size in bytes
   * @return how many bytes were written; 0 if it failed
   */
  public static native int proc_pidfdinfo(int pid, int fd, int flavor, long buffer, int buffersize);

  /**
   * Reads the path of the program that a process runs.
   *
   * @param pid the process
   * @param buffer where to put it, ended by a zero byte
   * @param buffersize 1,024 to 4,096
   * @return the path's length; 0 if it failed
   */
  public static native int proc_pidpath(int pid, long buffer, int buffersize);

  /**
   * Reads a value of the kernel by number.
   *
   * @param name address of the numbers, 4 bytes each
   * @param namelen how many
   * @param oldp where to put the value
   * @param oldlenp address of its size, 8 bytes, which becomes what was written
   * @param newp 0
   * @param newlen 0
   * @return 0
   */
  public static native int sysctl(
      long name, int namelen, long oldp, long oldlenp, long newp, long newlen);

  /**
   * Reads a value of the kernel by name.
   *
   * @param name address of the name, ended by a zero byte
   * @param oldp where to put the value
   * @param oldlenp address of its size, 8 bytes, which becomes what was written
   * @param newp 0
   * @param newlen 0
   * @return 0
   */
  public static native int sysctlbyname(long name, long oldp, long oldlenp, long newp, long newlen);

  /**
   * Reads a clock.
   *
   * @param clock {@code CLOCK_MONOTONIC_RAW} is 4: time.h
   * @return nanoseconds; 0 if it failed
   */
  public static native long clock_gettime_nsec_np(int clock);

  /**
   * Creates a kernel event queue.
   *
   * @return its descriptor, not inherited by a child of fork, nor marked close-on-exec
   */
  public static native int kqueue();

  /**
   * Changes what a queue watches, and takes events out of it. Fails among others with {@code
   * EINTR}.
   *
   * @param kq the queue
   * @param changelist address of an array of {@code struct kevent}
   * @param nchanges how many
   * @param eventlist where to put events, of the same form
   * @param nevents how many fit
   * @param timeout address of a {@code struct timespec}; 0 waits for ever
   * @return how many events were put there
   */
  public static native int kevent(
      int kq, long changelist, int nchanges, long eventlist, int nevents, long timeout);

  /**
   * Sends a signal.
   *
   * @param pid the process, above 0
   * @param sig the signal
   * @return 0
   */
  public static native int kill(int pid, int sig);

  /**
   * Closes a descriptor.
   *
   * @param fd the descriptor
   * @return 0
   */
  public static native int close(int fd);

  /**
   * Returns the effective user.
   *
   * @return the user's number, unsigned
   */
  public static native int geteuid();

  /**
   * Looks a user up.
   *
   * @param uid the user's number
   * @param pwd where to put a {@code struct passwd}, of which the address of the name is the first
   *     field
   * @param buffer where to put its texts
   * @param bufsize how much fits
   * @param result where to put the address of the struct, or 0 if there is no such user
   * @return 0, or the error number
   */
  public static native int getpwuid_r(int uid, long pwd, long buffer, long bufsize, long result);

  /**
   * Becomes another program; returns only if that failed.
   *
   * @param path address of the program's path
   * @param argv address of an array of addresses, ended by 0
   * @param envp address of an array of addresses, ended by 0
   * @return -1
   */
  public static native int execve(long path, long argv, long envp);

  /**
   * Changes which signals the calling thread blocks.
   *
   * @param how {@code SIG_SETMASK} is 3: sys/signal.h
   * @param set address of a {@code sigset_t}, 4 bytes
   * @param oldset where to put the old one
   * @return 0, or the error number
   */
  public static native int pthread_sigmask(int how, long set, long oldset);

  /**
   * Does something with a descriptor that needs no argument; fcntl would need one, in the place
   * where arm64 looks for variable arguments.
   *
   * @param fd the descriptor
   * @param request {@code FIOCLEX} is 0x20006601: sys/filio.h
   * @return 0
   */
  public static native int ioctl(int fd, long request);
}
