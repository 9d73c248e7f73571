package dev.portmanager.os.linux.procfs;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.jna.SystemCalls;
import java.util.Arrays;

/**
 * An open folder of /proc and the memory to read it with: names are relative to it, which is a
 * third quicker than whole paths. To be used by one thread, and closed.
 *
 * <p>The memory is divided: a path (0), a link's target (128), a struct statx (256), a folder's
 * records (512 to the end).
 */
final class ProcFolder implements AutoCloseable {

  /** Where a path stands in the memory. */
  static final int PATH = 0;

  private static final int LINK = 128;
  private static final int LINK_LENGTH = 64;
  private static final int STATX = 256;
  private static final int RECORDS = 512;

  /** {@code O_RDONLY|O_DIRECTORY|O_CLOEXEC} but for O_DIRECTORY, which differs per architecture. */
  private static final int OPEN = LibC.O_CLOEXEC;

  /** {@code STATX_UID|STATX_NLINK|STATX_SIZE}, linux/stat.h. */
  private static final long STATX_MASK = 0x8 | 0x4 | 0x200;

  /** In a folder of descriptors, the position of descriptor 0: behind {@code .} and {@code ..}. */
  private static final int FIRST_POSITION = 2;

  private final SystemCalls calls = SystemCalls.here();
  private final Scratch scratch = Scratch.borrow();
  private final OffHeap memory = scratch.memory();
  private final int root;

  /**
   * Opens the folder.
   *
   * @param path its path, ASCII
   * @throws dev.portmanager.NativeCallException if it cannot be opened
   */
  ProcFolder(String path) {
    memory.bytes().put(memory.putText(PATH, path), (byte) 0);
    root = LibC.openat(LibC.AT_FDCWD, memory.at(PATH), OPEN);
    if (root < 0) {
      int code = LibC.errno();
      scratch.close();
      boolean missing = code == Errno.ENOENT || code == Errno.ENOTDIR;
      throw Errno.failure("openat", code, missing ? path + ", where procfs must be mounted" : path);
    }
  }

  /** Returns the memory, to write a path relative to this folder at {@link #PATH}. */
  OffHeap memory() {
    return memory;
  }

  /** Opens the folder whose path stands in the memory; returns -1 and sets errno if it fails. */
  int openSubfolder() {
    return LibC.openat(root, memory.at(PATH), OPEN);
  }

  /** Returns the numbers that name entries of this folder, in the order of the kernel. */
  int[] numbers() {
    memory.bytes().put(PATH, (byte) '.').put(PATH + 1, (byte) 0);
    int folder = openSubfolder();
    if (folder < 0) {
      throw Errno.failure("openat", LibC.errno(), "the list of processes in /proc");
    }
    return numbersAndClose(folder);
  }

  /**
   * Returns the numbers that name entries of an open folder, which is closed then.
   *
   * @return the numbers; those read so far if what the folder is of has ended
   * @throws dev.portmanager.NativeCallException if it cannot be read to its end
   */
  int[] numbersAndClose(int folder) {
    int[] numbers = new int[256];
    int count = 0;
    try {
      int end = read(folder);
      for (; end > RECORDS; end = read(folder)) {
        for (int at = RECORDS; at < end; ) {
          int next = Dirents.next(memory.bytes(), at, end);
          int number = Dirents.number(memory.bytes(), at);
          if (number != Dirents.NOT_A_NUMBER) {
            numbers = count == numbers.length ? Arrays.copyOf(numbers, count * 2) : numbers;
            numbers[count++] = number;
          }
          at = next;
        }
      }
      if (end == UNREADABLE && !isGone(LibC.errno())) {
        throw Errno.failure("getdents64", LibC.errno(), "a list of processes or threads in /proc");
      }
    } finally {
      LibC.close(folder);
    }
    return Arrays.copyOf(numbers, count);
  }

  /**
   * Reads records of an open folder into the memory.
   *
   * @return where they end; {@link #firstRecord} if there are no more; {@link #UNREADABLE} if they
   *     cannot be read, with errno set: {@code ENOENT} if the process has ended
   */
  int read(int folder) {
    long room = (long) memory.size() - RECORDS;
    long length = LibC.syscall(calls.getdents64(), folder, memory.at(RECORDS), room, 0, 0);
    return length < 0 ? UNREADABLE : RECORDS + (int) length;
  }

  /** Returns where records start. */
  int firstRecord() {
    return RECORDS;
  }

  /** Returns how much a read may leave of the memory if there is more: the longest record. */
  boolean mayHaveMore(int end) {
    return end > memory.size() - 64;
  }

  /**
   * Reads the link named by a record.
   *
   * @return the socket's inode, {@link SocketLink#NO_SOCKET} for anything else, or {@link
   *     #UNREADABLE}, with errno set
   */
  long socketAt(int folder, int record) {
    long length =
        LibC.readlinkat(folder, memory.at(record + Dirents.NAME), memory.at(LINK), LINK_LENGTH);
    if (length < 0) {
      return UNREADABLE;
    }
    return SocketLink.inode(memory.bytes(), LINK, (int) length);
  }

  /**
   * Returns which socket a descriptor of a process is.
   *
   * @return as {@link #socketAt}
   */
  long socketOf(int pid, int descriptor) {
    int end = memory.putDecimal(memory.putText(memory.putDecimal(PATH, pid), "/fd/"), descriptor);
    memory.bytes().put(end, (byte) 0);
    long length = LibC.readlinkat(root, memory.at(PATH), memory.at(LINK), LINK_LENGTH);
    return length < 0 ? UNREADABLE : SocketLink.inode(memory.bytes(), LINK, (int) length);
  }

  /**
   * Moves an open folder of descriptors to the first one that is not below a number: there the
   * position of an entry is its number and 2, fs/proc/fd.c.
   */
  static boolean skipDescriptors(int folder, int below) {
    return LibC.lseek(folder, (long) FIRST_POSITION + below, 0) >= 0;
  }

  /**
   * Tells whether the kernel says how many descriptors a process has (Linux 6.2), and has each at
   * its place in the folder, looking at this process's own.
   */
  boolean countsDescriptors() {
    memory.bytes().put(memory.putText(PATH, "self/fd"), (byte) 0);
    int folder = stat() && size() > 0 ? openSubfolder() : -1;
    if (folder < 0) {
      return false;
    }
    try {
      int end = read(folder); // UNREADABLE leaves the position, so it counts for no
      long position = 0;
      for (int at = RECORDS; at < end; at = Dirents.next(memory.bytes(), at, end)) {
        int number = Dirents.number(memory.bytes(), at);
        if (number != Dirents.NOT_A_NUMBER && position != FIRST_POSITION + (long) number) {
          return false;
        }
        position = Dirents.nextPosition(memory.bytes(), at);
      }
      return position > FIRST_POSITION;
    } finally {
      LibC.close(folder);
    }
  }

  /** What {@link #read} and {@link #socketAt} return if the kernel refuses. */
  static final int UNREADABLE = -1;

  /** Tells whether an error number says that the process, or its descriptor, is there no more. */
  static boolean isGone(int code) {
    return code == Errno.ENOENT || code == Errno.ESRCH;
  }

  /** Asks for attributes of the file whose path stands in the memory; false if that fails. */
  boolean stat() {
    return LibC.syscall(calls.statx(), root, memory.at(PATH), 0, STATX_MASK, memory.at(STATX)) == 0;
  }

  /** Returns {@code stx_nlink} (16) of the last {@link #stat}. */
  int links() {
    return memory.bytes().getInt(STATX + 16);
  }

  /** Returns {@code stx_uid} (20) of the last {@link #stat}. */
  long userId() {
    return Integer.toUnsignedLong(memory.bytes().getInt(STATX + 20));
  }

  /**
   * Returns {@code stx_size} (40) of the last {@link #stat}: how many descriptors a folder of
   * descriptors has, where {@link #countsDescriptors}.
   */
  int size() {
    return (int) Math.min(memory.bytes().getLong(STATX + 40), Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    LibC.close(root);
    scratch.close();
  }
}
