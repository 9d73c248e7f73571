package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.OffHeap;

/**
 * What is asked of the kernel, one method a system call. A call that fails returns the error number
 * negated, as the kernel itself does. Safe for use by several threads.
 */
interface BpfCalls {

  /** Creates a map: (type, key size, value size, most entries, flags); gives its descriptor. */
  int BPF_MAP_CREATE = 0;

  /** Puts an entry: (map, address of the key, of the value, flags). */
  int BPF_MAP_UPDATE_ELEM = 2;

  /** Removes an entry: (map, address of the key). */
  int BPF_MAP_DELETE_ELEM = 3;

  /** Verifies and loads a program; gives its descriptor. */
  int BPF_PROG_LOAD = 5;

  /** Ties a program to an iterator, of all processes or of one; gives the link's descriptor. */
  int BPF_LINK_CREATE = 28;

  /** Starts a walk: (link, flags); gives the descriptor that rows are read from. */
  int BPF_ITER_CREATE = 33;

  /**
   * Calls bpf(2).
   *
   * @param command one of the above
   * @param attributes starts with {@code union bpf_attr}
   * @param size how much of it is used, in bytes; the kernel takes what it does not know for zero
   * @return depends on the command; below 0: the error
   * @see <a href="https://man7.org/linux/man-pages/man2/bpf.2.html">bpf(2)</a>
   */
  int bpf(int command, OffHeap attributes, int size);

  /**
   * Reads from a descriptor, read(2).
   *
   * @param descriptor which
   * @param buffer where to put the bytes
   * @param offset from which byte of it on
   * @param length how many at most
   * @return how many; 0 at the end; below 0: the error
   */
  int read(int descriptor, OffHeap buffer, int offset, int length);

  /**
   * Closes a descriptor, close(2).
   *
   * @param descriptor which
   */
  void close(int descriptor);
}
