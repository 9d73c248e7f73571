package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.Optional;

/**
 * One look-up: who holds these sockets, asked of single processes or of all. To be used by one
 * thread, and closed.
 */
public final class Inquiry implements AutoCloseable {

  /** Rows that are read at once: a whole number of them, so that none is cut in two. */
  private static final int BUFFER =
      (Scratch.SIZE - BpfObjects.MEMORY) / TaskFileProgram.ROW * TaskFileProgram.ROW;

  /**
   * How often in a row the kernel may say "not yet": it does so once for each million of
   * descriptors that are none of the wanted.
   */
  private static final int MOST_PAUSES = 10_000;

  /** One run has room for so many rows, the 32 KiB that the kernel hands over at once. */
  private static final int MOST_SWEPT = (1 << 15) / TaskFileProgram.ROW;

  private final KernelWalk walk;
  private final long[] inodes;
  private final Holdings holdings;
  private final Scratch scratch = Scratch.borrow();
  private boolean closed;

  Inquiry(KernelWalk walk, LongSet wanted) throws UnavailableException {
    this.walk = walk;
    this.inodes = wanted.toArray();
    this.holdings = new Holdings(wanted, walk.layout().uncounted());
    boolean retained = false;
    try {
      walk.wanted().retain(scratch.memory(), inodes);
      retained = true;
    } finally {
      if (!retained) {
        scratch.close();
      }
    }
  }

  /**
   * Asks for the descriptors of one process, in the tables of all of its threads.
   *
   * @param process its id; if there is none, nothing is found
   * @throws UnavailableException if the kernel refuses
   */
  public void one(int process) throws UnavailableException {
    for (LoadedProgram program : walk.programs()) {
      if (one(program, process)) {
        return;
      }
    }
  }

  /** Asks by one program; tells whether it went through everything. */
  boolean one(LoadedProgram program, int process) throws UnavailableException {
    int link = walk.objects().linkOne(scratch.memory(), program.program(), process);
    try {
      return readAll(link);
    } finally {
      walk.objects().calls().close(link);
    }
  }

  /**
   * Asks for the descriptors of all processes; what was found before is forgotten.
   *
   * @throws UnavailableException if the kernel refuses
   */
  public void all() throws UnavailableException {
    long start = System.nanoTime();
    Optional<LoadedProgram> sweep = walk.sweep();
    boolean fits = walk.isSmall() && inodes.length <= MOST_SWEPT;
    if (!(fits && sweep.isPresent() && all(sweep.get()))) {
      for (LoadedProgram program : walk.programs()) {
        if (all(program)) {
          break;
        }
      }
    }
    walk.walked(System.nanoTime() - start);
  }

  /** Asks by one program; tells whether it went through everything. */
  boolean all(LoadedProgram program) throws UnavailableException {
    holdings.clear();
    return readAll(program.link());
  }

  /**
   * Reads all rows.
   *
   * @return false if there were more of one process than the kernel takes at once, or a table was
   *     not gone through to its end
   */
  private boolean readAll(int link) throws UnavailableException {
    BpfCalls calls = walk.objects().calls();
    int rows = walk.objects().start(scratch.memory(), link);
    try {
      int pauses = 0;
      boolean whole = true;
      while (true) {
        int length = calls.read(rows, scratch.memory(), BpfObjects.MEMORY, BUFFER);
        if (length == 0) {
          return whole;
        }
        if (length == -Errno.E2BIG) {
          return false;
        }
        if (length > 0) {
          whole &= holdings.decode(scratch.memory().bytes(), BpfObjects.MEMORY, length);
        } else if ((length != -Errno.EAGAIN && length != -Errno.EINTR) || ++pauses > MOST_PAUSES) {
          throw new BpfException("read of an iterator", -length);
        }
      }
    } finally {
      calls.close(rows);
    }
  }

  /**
   * Tells whether every socket has an owner, and what was found are all its owners: as many
   * descriptors were seen as the kernel counts references.
   *
   * @return true if that is proved
   */
  public boolean isComplete() {
    return holdings.areAccountedFor();
  }

  /**
   * Tells whether at least one owner of every socket was found.
   *
   * @return true if so
   */
  public boolean hasOwners() {
    return holdings.haveOwners();
  }

  /**
   * Returns what was found.
   *
   * @return each pair of process and socket once; the kernel refuses for no process, so none is
   *     counted
   */
  public ScanResult result() {
    return holdings.result();
  }

  /** Ends the look-up. Does nothing if that is done. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    walk.wanted().release(scratch.memory(), inodes);
    scratch.close();
    walk.end();
  }
}
