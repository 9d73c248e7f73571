package dev.portmanager.os.linux.jna;

import com.sun.jna.Native;

/**
 * The functions of the C library that this back end calls, in native spelling.
 *
 * <p>Direct mapping with primitives alone: {@code size_t}, {@code ssize_t} and every pointer is a
 * {@code long}, so this is for 64-bit Linux only ({@link SystemCalls#isKnown}). A function that
 * fails returns -1 unless said otherwise; {@link #errno} then has the reason, if it is asked on the
 * same thread before any other call. JNA keeps it per thread right after each call, so nothing that
 * the JVM does in between can change it.
 */
public final class LibC {

  /** {@code openat}: relative to the working directory, fcntl.h. */
  public static final int AT_FDCWD = -100;

  /** {@code O_RDONLY|O_CLOEXEC}, fcntl.h; the same on every architecture supported. */
  public static final int O_CLOEXEC = 0x80000;

  static {
    LibraryLoading.register(LibC.class);
  }

  private LibC() {}

  /**
   * Returns why the last function called by this thread failed.
   *
   * @return a number of {@link Errno}; meaningless if it did not fail
   */
  public static int errno() {
    return Native.getLastError();
  }

  /**
   * Opens a file relative to a folder. Fails among others with {@code EACCES}, {@code ENOENT},
   * {@code EMFILE}.
   *
   * @param dirfd the folder's descriptor, or {@link #AT_FDCWD}
   * @param path address of the path, ended by a zero byte
   * @param flags as in fcntl.h; never {@code O_CREAT}, which would need a mode
   * @return the descriptor
   * @see <a href="https://man7.org/linux/man-pages/man2/openat.2.html">openat(2)</a>
   */
  public static native int openat(int dirfd, long path, int flags);

  /**
   * Closes a descriptor.
   *
   * @param fd the descriptor
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  public static native int close(int fd);

  /**
   * Reads from a descriptor. Fails among others with {@code EINTR}.
   *
   * @param fd the descriptor
   * @param buf where to put the bytes
   * @param count how many at most
   * @return how many were read; 0 at the end
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  public static native long read(int fd, long buf, long count);

  /**
   * Moves the position of a descriptor.
   *
   * @param fd the descriptor
   * @param offset where to
   * @param whence 0 ({@code SEEK_SET}), from the beginning
   * @return the new position
   * @see <a href="https://man7.org/linux/man-pages/man2/lseek.2.html">lseek(2)</a>
   */
  public static native long lseek(int fd, long offset, int whence);

  /**
   * Reads a symbolic link relative to a folder. Fails among others with {@code EACCES}, {@code
   * ENOENT}.
   *
   * @param dirfd the folder's descriptor
   * @param path address of the path, ended by a zero byte
   * @param buf where to put the target, without a zero byte at its end
   * @param bufsiz how much fits; a longer target is cut
   * @return how many bytes were written
   * @see <a href="https://man7.org/linux/man-pages/man2/readlinkat.2.html">readlinkat(2)</a>
   */
  public static native long readlinkat(int dirfd, long path, long buf, long bufsiz);

  /**
   * Makes a system call by its number, of {@link SystemCalls}.
   *
   * @param number which call
   * @param first its first argument
   * @param second its second argument
   * @param third its third argument
   * @param fourth its fourth argument
   * @param fifth its fifth argument
   * @return what the call returns
   * @see <a href="https://man7.org/linux/man-pages/man2/syscall.2.html">syscall(2)</a>
   */
  public static native long syscall(
      long number, long first, long second, long third, long fourth, long fifth);

  /**
   * Creates a socket. Fails among others with {@code EAFNOSUPPORT}, {@code EPERM}.
   *
   * @param domain the address family
   * @param type the type, with flags
   * @param protocol the protocol
   * @return the descriptor
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  public static native int socket(int domain, int type, int protocol);

  /**
   * Sets an option of a socket.
   *
   * @param sockfd the socket
   * @param level the option's level
   * @param optname the option
   * @param optval address of the value
   * @param optlen the value's length in bytes
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/setsockopt.2.html">setsockopt(2)</a>
   */
  public static native int setsockopt(int sockfd, int level, int optname, long optval, int optlen);

  /**
   * Binds a socket to an address. Fails among others with {@code EADDRINUSE}.
   *
   * @param sockfd the socket
   * @param addr address of a {@code struct sockaddr}
   * @param addrlen its length in bytes
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
   */
  public static native int bind(int sockfd, long addr, int addrlen);

  /**
   * Sends a message. Fails among others with {@code EINTR}.
   *
   * @param sockfd the socket
   * @param buf address of the message
   * @param len its length in bytes
   * @param flags 0
   * @return how many bytes were sent
   * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
   */
  public static native long send(int sockfd, long buf, long len, int flags);

  /**
   * Receives a message. Fails among others with {@code EINTR}, {@code EAGAIN} (timeout).
   *
   * @param sockfd the socket
   * @param buf where to put the message
   * @param len how much fits
   * @param flags as in sys/socket.h
   * @return how many bytes were received, or how long the message was with {@code MSG_TRUNC}
   * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
   */
  public static native long recv(int sockfd, long buf, long len, int flags);

  /**
   * Waits for events on descriptors. Fails among others with {@code EINTR}.
   *
   * @param fds address of an array of {@code struct pollfd}: int fd (0), short events (4), short
   *     revents (6); size 8
   * @param nfds how many
   * @param timeout milliseconds
   * @return how many descriptors have events; 0 after the timeout
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  public static native int poll(long fds, long nfds, int timeout);

  /**
   * Sends a signal. Fails with {@code EPERM}, {@code ESRCH} or {@code EINVAL}.
   *
   * @param pid the process, above 0
   * @param sig the signal; 0 only checks
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/kill.2.html">kill(2)</a>
   */
  public static native int kill(int pid, int sig);

  /**
   * Becomes another program; returns only if that failed.
   *
   * @param pathname address of the program's path
   * @param argv address of an array of addresses, ended by 0
   * @param envp address of an array of addresses, ended by 0
   * @return -1
   * @see <a href="https://man7.org/linux/man-pages/man2/execve.2.html">execve(2)</a>
   */
  public static native int execve(long pathname, long argv, long envp);

  /**
   * Changes which signals the calling thread blocks.
   *
   * @param how {@code SIG_SETMASK} is 2
   * @param set address of a {@code sigset_t}
   * @param oldset where to put the old one
   * @return 0, or the error number; {@code errno} is not set
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/pthread_sigmask.3.html">pthread_sigmask(3)</a>
   */
  public static native int pthread_sigmask(int how, long set, long oldset);

  /**
   * Reads a limit of this process.
   *
   * @param resource which limit
   * @param rlim where to put a {@code struct rlimit}: soft (0) and hard (8), each 8 bytes
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
   */
  public static native int getrlimit(int resource, long rlim);

  /**
   * Changes a limit of this process.
   *
   * @param resource which limit
   * @param rlim address of a {@code struct rlimit}
   * @return 0
   * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">setrlimit(2)</a>
   */
  public static native int setrlimit(int resource, long rlim);

  /**
   * Does something with a descriptor.
   *
   * @param fd the descriptor
   * @param cmd what to do
   * @param arg its argument
   * @return depends on {@code cmd}
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
   */
  public static native int fcntl(int fd, int cmd, int arg);
}
