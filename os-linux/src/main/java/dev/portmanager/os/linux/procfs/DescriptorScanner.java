package dev.portmanager.os.linux.procfs;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;

/**
 * Looks for sockets among the descriptors of one process after another. To be used by one thread.
 *
 * <p>A process is done as soon as it is known to hold every wanted socket; for one port that is the
 * first hit.
 */
final class DescriptorScanner {

  /** {@code st_nlink} of PID/task is 2 and one for each thread. */
  private static final int LINKS_OF_ONE_THREAD = 3;

  private enum Outcome {
    READ,
    EMPTY,
    VANISHED,
    REFUSED
  }

  private final ProcFolder proc;
  private final LongSet wanted;
  private final ScanTally tally;

  DescriptorScanner(ProcFolder proc, LongSet wanted, ScanTally tally) {
    this.proc = proc;
    this.wanted = wanted;
    this.tally = tally;
  }

  /**
   * Looks into a process's descriptor table. Where that is empty because the main thread has ended,
   * into those of its other threads, which still hold what it held.
   */
  void scan(int pid) {
    tally.process();
    int mark = tally.hits();
    Outcome outcome = scanTable(pid, pid, mark);
    if (outcome == Outcome.EMPTY && mayHaveThreads(pid)) {
      outcome = scanThreads(pid, mark);
    }
    if (outcome == Outcome.REFUSED) {
      refuse(pid);
    }
  }

  /**
   * Does the same as {@link #scan} by comparing each descriptor with the wanted sockets; where that
   * cannot be done, by reading its link.
   *
   * @param comparison knows every wanted socket; the kernel counts descriptors
   */
  void compare(int pid, SocketComparison comparison) {
    tally.process();
    int mark = tally.hits();
    putTablePath(pid, pid);
    Outcome outcome =
        proc.stat() ? compareTable(pid, mark, comparison) : failure("statx", LibC.errno());
    if (outcome == Outcome.EMPTY && mayHaveThreads(pid)) {
      outcome = scanThreads(pid, mark);
    }
    if (outcome == Outcome.REFUSED) {
      refuse(pid);
    }
  }

  /**
   * Looks into the table whose attributes were just read. As many descriptors as are open are
   * compared by number, which for most processes are all; those with higher numbers are listed. So
   * each number is looked at, whatever the process opens or closes meanwhile.
   */
  private Outcome compareTable(int pid, int mark, SocketComparison comparison) {
    int count = proc.size();
    if (count == 0) {
      return Outcome.EMPTY;
    }
    for (int descriptor = 0; descriptor < count; descriptor++) {
      long inode = comparison.socketAt(pid, descriptor);
      if (inode == ProcFolder.UNREADABLE) {
        int code = LibC.errno();
        if (code == Errno.ESRCH || isRefusal(code)) {
          return failure("kcmp", code);
        }
        if (code != Errno.EBADF) {
          return scanTable(pid, pid, mark);
        }
      } else if (inode > 0) {
        tally.hit(mark, new OwnerHit(inode, pid, descriptor));
        if (isDone(mark)) {
          return Outcome.READ;
        }
      }
    }
    return scanHigher(pid, mark, count);
  }

  private Outcome scanHigher(int pid, int mark, int lowest) {
    putTablePath(pid, pid);
    int folder = proc.openSubfolder();
    if (folder < 0) {
      return failure("openat", LibC.errno());
    }
    try {
      boolean moved = ProcFolder.skipDescriptors(folder, lowest);
      Outcome outcome = scanOpenTable(folder, pid, mark);
      return moved && outcome == Outcome.EMPTY ? Outcome.READ : outcome;
    } finally {
      LibC.close(folder);
    }
  }

  /** Looks into every thread's own descriptor table as well: clone(2), {@code CLONE_FILES}. */
  void scanWithThreads(int pid) {
    tally.process();
    int mark = tally.hits();
    Outcome outcome = scanTable(pid, pid, mark);
    if (!isDone(mark) && outcome != Outcome.VANISHED && mayHaveThreads(pid)) {
      Outcome threads = scanThreads(pid, mark);
      outcome = outcome == Outcome.REFUSED ? outcome : threads;
    }
    if (outcome == Outcome.REFUSED) {
      refuse(pid);
    }
  }

  private boolean isDone(int mark) {
    return tally.hits() - mark >= wanted.size();
  }

  private void refuse(int pid) {
    OffHeap memory = proc.memory();
    memory.bytes().put(memory.putDecimal(ProcFolder.PATH, pid), (byte) 0);
    tally.refusal();
    if (proc.stat()) {
      tally.refusedUser(proc.userId());
    } else if (!ProcFolder.isGone(LibC.errno())) {
      tally.refusedUnknown();
    }
  }

  private boolean mayHaveThreads(int pid) {
    putTaskPath(pid);
    return !proc.stat() || proc.links() > LINKS_OF_ONE_THREAD;
  }

  private int putTaskPath(int pid) {
    OffHeap memory = proc.memory();
    int end = memory.putText(memory.putDecimal(ProcFolder.PATH, pid), "/task");
    memory.bytes().put(end, (byte) 0);
    return end;
  }

  private Outcome scanThreads(int pid, int mark) {
    putTaskPath(pid);
    int folder = proc.openSubfolder();
    if (folder < 0) {
      return failure("openat", LibC.errno());
    }
    Outcome worst = Outcome.READ;
    for (int thread : proc.numbersAndClose(folder)) {
      if (isDone(mark)) {
        break;
      }
      if (thread != pid && scanTable(pid, thread, mark) == Outcome.REFUSED) {
        worst = Outcome.REFUSED;
      }
    }
    return worst;
  }

  private void putTablePath(int pid, int thread) {
    OffHeap memory = proc.memory();
    int end = memory.putDecimal(ProcFolder.PATH, pid);
    if (thread != pid) {
      end = memory.putDecimal(memory.putText(end, "/task/"), thread);
    }
    // "/fd" and a zero byte, without a String: this is done for every process.
    memory.bytes().put(end, (byte) '/').put(end + 1, (byte) 'f').put(end + 2, (byte) 'd');
    memory.bytes().put(end + 3, (byte) 0);
  }

  private Outcome scanTable(int pid, int thread, int mark) {
    putTablePath(pid, thread);
    int folder = proc.openSubfolder();
    if (folder < 0) {
      return failure("openat", LibC.errno());
    }
    try {
      return scanOpenTable(folder, pid, mark);
    } finally {
      LibC.close(folder);
    }
  }

  private Outcome scanOpenTable(int folder, int pid, int mark) {
    Outcome outcome = Outcome.EMPTY;
    boolean more = true;
    while (more) {
      int end = proc.read(folder);
      if (end == ProcFolder.UNREADABLE) {
        return failure("getdents64", LibC.errno());
      }
      for (int at = proc.firstRecord(); at < end; ) {
        int next = Dirents.next(proc.memory().bytes(), at, end);
        int descriptor = Dirents.number(proc.memory().bytes(), at);
        if (descriptor != Dirents.NOT_A_NUMBER) {
          outcome = Outcome.READ;
          long inode = proc.socketAt(folder, at);
          if (inode == ProcFolder.UNREADABLE && isRefusedLink(LibC.errno())) {
            return Outcome.REFUSED;
          }
          if (inode > 0 && wanted.contains(inode)) {
            tally.hit(mark, new OwnerHit(inode, pid, descriptor));
            if (isDone(mark)) {
              return outcome;
            }
          }
        }
        at = next;
      }
      more = proc.mayHaveMore(end);
    }
    return outcome;
  }

  /**
   * Says what a failed call tells of the process.
   *
   * @throws dev.portmanager.NativeCallException if it tells nothing of it: to pass over a process
   *     for want of memory would be to say that it holds nothing
   */
  private static Outcome failure(String function, int code) {
    if (isRefusal(code)) {
      return Outcome.REFUSED;
    }
    if (ProcFolder.isGone(code)) {
      return Outcome.VANISHED;
    }
    throw Errno.failure(function, code, "a process's descriptors; look again");
  }

  /** The same for the link of a descriptor, which may be closed while its process lives on. */
  private static boolean isRefusedLink(int code) {
    // The name of a file deeper than a page holds; that of a socket is short.
    return code != Errno.ENAMETOOLONG && failure("readlinkat", code) == Outcome.REFUSED;
  }

  private static boolean isRefusal(int code) {
    return code == Errno.EACCES || code == Errno.EPERM;
  }
}
