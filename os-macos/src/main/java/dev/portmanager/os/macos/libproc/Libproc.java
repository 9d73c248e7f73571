package dev.portmanager.os.macos.libproc;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.jna.OffHeap;

/**
 * The calls of libproc, over borrowed buffers. libproc turns the kernel's -1 into 0, so 0 is a
 * failure where {@code errno} says so, and an empty list else. To be used by one thread at a time.
 */
public final class Libproc {

  private static final int PROC_ALL_PIDS = 1;
  private static final int PROC_PPID_ONLY = 6;
  private static final int PROC_PIDLISTFDS = 1;
  private static final int PROX_FDTYPE_SOCKET = 2;
  private static final int PID_SIZE = 4;

  /** {@code struct proc_fdinfo}: int proc_fd (0), uint32 proc_fdtype (4). */
  private static final int FD_SIZE = 8;

  private static final int FD_TYPE = 4;

  private final ScanMemory memory;
  private int lastError;

  /**
   * Creates an object.
   *
   * @param memory what to read into
   */
  public Libproc(ScanMemory memory) {
    this.memory = memory;
  }

  /**
   * Lists all processes, those that wait to be reaped too.
   *
   * @return how many there are, for {@link #pid}
   * @throws dev.portmanager.NativeCallException if there is no list
   */
  public int listAll() {
    return list(PROC_ALL_PIDS, 0);
  }

  /**
   * Lists the children of a process.
   *
   * @param parent its pid
   * @return how many there are, for {@link #pid}
   * @throws dev.portmanager.NativeCallException if there is no list
   */
  public int listChildren(int parent) {
    return list(PROC_PPID_ONLY, parent);
  }

  private int list(int type, int of) {
    GrowingList pids = memory.pids();
    int written;
    do {
      LibSystem.clearErrno();
      OffHeap buffer = pids.memory();
      written = LibSystem.proc_listpids(type, of, buffer.at(0), buffer.size());
      int code = written <= 0 ? LibSystem.errno() : 0;
      if (code != 0) {
        throw Errno.failure("proc_listpids", code, "the list of processes");
      }
    } while (pids.growIfFull(written, PID_SIZE));
    return written / PID_SIZE;
  }

  /**
   * Returns a process of the last list.
   *
   * @param index which
   * @return its pid
   */
  public int pid(int index) {
    return memory.pids().memory().bytes().getInt(index * PID_SIZE);
  }

  /**
   * Lists the descriptors of a process.
   *
   * @param pid the process
   * @return how many there are, for {@link #isSocket}; -1 if they cannot be read, for the reason
   *     that {@link #lastError} gives
   */
  public int listDescriptors(int pid) {
    GrowingList list = memory.descriptors();
    int written;
    do {
      clearError();
      OffHeap buffer = list.memory();
      written = LibSystem.proc_pidinfo(pid, PROC_PIDLISTFDS, 0, buffer.at(0), buffer.size());
      if (written <= 0) {
        lastError = LibSystem.errno();
        return lastError == 0 ? 0 : -1;
      }
    } while (list.growIfFull(written, FD_SIZE));
    return written / FD_SIZE;
  }

  /**
   * Tells whether a descriptor of the last list is a socket.
   *
   * @param index which
   * @return true if so
   */
  public boolean isSocket(int index) {
    return memory.descriptors().memory().bytes().getInt(index * FD_SIZE + FD_TYPE)
        == PROX_FDTYPE_SOCKET;
  }

  /**
   * Returns a descriptor of the last list.
   *
   * @param index which
   * @return its number
   */
  public int descriptor(int index) {
    return memory.descriptors().memory().bytes().getInt(index * FD_SIZE);
  }

  /**
   * Reads a socket into {@link #struct}.
   *
   * @param pid the process
   * @param descriptor its descriptor
   * @return false if it is none any more, or cannot be read
   */
  public boolean readSocket(int pid, int descriptor) {
    OffHeap struct = memory.struct();
    int written =
        LibSystem.proc_pidfdinfo(pid, descriptor, SocketInfo.FLAVOR, struct.at(0), SocketInfo.SIZE);
    if (written != SocketInfo.SIZE) {
      lastError = LibSystem.errno();
      return false;
    }
    return true;
  }

  /**
   * Returns the last struct that was read.
   *
   * @return its bytes
   */
  public java.nio.ByteBuffer struct() {
    return memory.struct().bytes();
  }

  /** Reads facts of a process into {@link #struct}; false if that failed or was not the whole. */
  boolean readFacts(int pid, int flavor, int size) {
    clearError();
    int written = LibSystem.proc_pidinfo(pid, flavor, 0, memory.struct().at(0), size);
    if (written != size) {
      lastError = LibSystem.errno();
      return false;
    }
    return true;
  }

  /**
   * Returns why the last call failed.
   *
   * @return the error number; meaningless if it did not fail
   */
  public int lastError() {
    return lastError;
  }

  /** A number that an earlier failure has left would make an empty list look like a failure. */
  private void clearError() {
    if (lastError != 0) {
      lastError = 0;
      LibSystem.clearErrno();
    }
  }
}
