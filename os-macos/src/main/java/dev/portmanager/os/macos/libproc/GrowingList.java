package dev.portmanager.os.macos.libproc;

import dev.portmanager.os.macos.jna.OffHeap;

/**
 * A buffer for a list whose length the kernel does not tell: it fills what fits, so a buffer that
 * came back full may be short of some, and is asked for again in twice the size.
 */
final class GrowingList {

  /** More than all that a system can have: PID_MAX is 99,999, and OPEN_MAX of a process less. */
  private static final int LARGEST = 1 << 26;

  private OffHeap memory;
  private int growths;

  GrowingList(int bytes) {
    memory = OffHeap.allocate(bytes);
  }

  OffHeap memory() {
    return memory;
  }

  /** How often it grew since it was made. */
  int growths() {
    return growths;
  }

  /**
   * Tells whether the list must be asked for again, and grows for it.
   *
   * @param written how many bytes the kernel wrote
   * @param entry the size of one entry
   */
  boolean growIfFull(int written, int entry) {
    if (written + entry <= memory.size() || memory.size() >= LARGEST) {
      return false;
    }
    memory = OffHeap.allocate(memory.size() * 2);
    growths++;
    return true;
  }
}
