package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.jna.OffHeap;
import java.util.HashMap;
import java.util.Map;

/**
 * The map of inodes that the program writes rows for. Several look-ups at once want several sets,
 * and each passes over the others' rows. The counts are guarded by {@code this}.
 */
final class WantedInodes {

  /** How many at once; the memory is taken as they come. */
  static final int MOST = 1 << 14;

  private final BpfObjects objects;
  private final int map;
  private final Map<Long, Integer> users = new HashMap<>();

  WantedInodes(BpfObjects objects, int map) {
    this.objects = objects;
    this.map = map;
  }

  /**
   * Lets the program write rows for these too, until {@link #release}.
   *
   * @param memory for the call
   * @param inodes each once
   * @throws BpfException if the map is full, or the kernel has no memory; none is added then
   */
  synchronized void retain(OffHeap memory, long[] inodes) throws BpfException {
    for (int i = 0; i < inodes.length; i++) {
      try {
        if (!users.containsKey(inodes[i])) {
          objects.put(memory, map, inodes[i]);
        }
      } catch (BpfException e) {
        for (int done = 0; done < i; done++) {
          release(memory, inodes[done]);
        }
        throw e;
      }
      users.merge(inodes[i], 1, Integer::sum);
    }
  }

  /** Takes back what was retained. */
  synchronized void release(OffHeap memory, long[] inodes) {
    for (long inode : inodes) {
      release(memory, inode);
    }
  }

  private void release(OffHeap memory, long inode) {
    Integer count = users.get(inode);
    if (count == null) {
      throw new IllegalStateException("the inode " + inode + " was not retained");
    }
    if (count > 1) {
      users.put(inode, count - 1);
      return;
    }
    users.remove(inode);
    try {
      objects.remove(memory, map, inode);
    } catch (BpfException e) {
      // It stays in the map: its rows are passed over, and it is overwritten when wanted again.
      System.getLogger(WantedInodes.class.getName())
          .log(System.Logger.Level.DEBUG, "an inode stays in the map", e);
    }
  }
}
