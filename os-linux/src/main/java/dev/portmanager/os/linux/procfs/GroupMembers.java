package dev.portmanager.os.linux.procfs;

import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.jna.Scratch;
import dev.portmanager.os.linux.jna.SystemCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Lists the processes of a control group by the group's id, cgroups(7). Immutable; safe for use by
 * several threads.
 *
 * <p>The id that the kernel gives with a socket is that of the group its maker was in. So the
 * members are where to look first, and no more than that: a process can move, hand its sockets on,
 * or end.
 */
public final class GroupMembers {

  /** {@code FILEID_KERNFS}, linux/exportfs.h: the handle is the group's id. */
  private static final int KERNFS_HANDLE = 0xFE;

  /** The root's id. Where all processes are in it, it tells nothing. */
  private static final long ROOT = 1;

  /** How many folders are looked at where a group may not be opened by its id. */
  private static final int MOST_FOLDERS = 2_048;

  private static final byte FOLDER = 4; // DT_DIR, dirent.h
  private static final int TYPE = 18;

  private final SystemCalls calls = SystemCalls.here();
  private final String root;

  /**
   * Creates an object.
   *
   * @param root where the second version of control groups is mounted: ASCII
   */
  public GroupMembers(String root) {
    this.root = root;
  }

  /**
   * Returns the members of a group.
   *
   * @param id the group; 0 if it is not known
   * @return their process ids, ascending; none if the group is the root or gone, or may not be read
   */
  public int[] of(long id) {
    return id == 0 || id == ROOT ? new int[0] : find(id, true);
  }

  /**
   * Finds a group and its members.
   *
   * @param byId whether to try to open it by its id first, as root may
   */
  int[] find(long id, boolean byId) {
    try (Scratch scratch = Scratch.borrow()) {
      OffHeap memory = scratch.memory();
      int top = open(memory, LibC.AT_FDCWD, root);
      if (top < 0) {
        return new int[0];
      }
      try {
        int group = byId ? openById(memory, top, id) : -1;
        boolean walk = !byId || (group < 0 && LibC.errno() == Errno.EPERM);
        return walk ? membersBelow(memory, top, id) : membersAndClose(memory, group);
      } finally {
        LibC.close(top);
      }
    }
  }

  /** {@code open_by_handle_at(2)} of {@code struct file_handle}: u32 bytes, s32 type, u8 handle. */
  private int openById(OffHeap memory, int top, long id) {
    memory.bytes().putInt(0, Long.BYTES).putInt(4, KERNFS_HANDLE).putLong(8, id);
    return (int) LibC.syscall(calls.openByHandleAt(), top, memory.at(0), LibC.O_CLOEXEC, 0, 0);
  }

  private static int open(OffHeap memory, int folder, String path) {
    memory.bytes().put(memory.putText(0, path), (byte) 0);
    return LibC.openat(folder, memory.at(0), LibC.O_CLOEXEC);
  }

  private static int[] membersAndClose(OffHeap memory, int group) {
    if (group < 0) {
      return new int[0];
    }
    int file = open(memory, group, "cgroup.procs");
    LibC.close(group);
    if (file < 0) {
      return new int[0];
    }
    try {
      return numbers(memory, file);
    } finally {
      LibC.close(file);
    }
  }

  /** Reads lines of one number each. */
  private static int[] numbers(OffHeap memory, int file) {
    int[] numbers = new int[16];
    int count = 0;
    int number = 0;
    long length = LibC.read(file, memory.at(0), memory.size());
    while (length > 0) {
      for (int i = 0; i < length; i++) {
        byte c = memory.bytes().get(i);
        if (c >= '0' && c <= '9') {
          number = number * 10 + c - '0';
        } else if (number > 0) {
          numbers = count == numbers.length ? Arrays.copyOf(numbers, count * 2) : numbers;
          numbers[count++] = number;
          number = 0;
        }
      }
      length = LibC.read(file, memory.at(0), memory.size());
    }
    int[] members = Arrays.copyOf(numbers, count);
    Arrays.sort(members);
    return members;
  }

  /** Looks for the folder whose inode is the id, as any user may. */
  private int[] membersBelow(OffHeap memory, int top, long id) {
    Deque<String> folders = new ArrayDeque<>(List.of("."));
    for (int looked = 0; !folders.isEmpty() && looked < MOST_FOLDERS; looked++) {
      String path = folders.remove();
      int folder = open(memory, top, path);
      if (folder >= 0) {
        List<String> children = new ArrayList<>();
        String found = childrenAndClose(memory, folder, id, children);
        if (!found.isEmpty()) {
          return membersAndClose(memory, open(memory, top, path + "/" + found));
        }
        for (String child : children) {
          folders.add(path + "/" + child);
        }
      }
    }
    return new int[0];
  }

  /** Adds the names of the folders in a folder; returns that of the group, or "" if it is none. */
  private String childrenAndClose(OffHeap memory, int folder, long id, List<String> children) {
    String found = "";
    try {
      long end = records(memory, folder);
      while (end > 0 && found.isEmpty()) {
        for (int at = 0; at < end; ) {
          int next = Dirents.next(memory.bytes(), at, (int) end);
          if (memory.bytes().get(at + TYPE) == FOLDER) {
            String name = name(memory, at + Dirents.NAME);
            if (memory.bytes().getLong(at) == id && !name.equals(".")) {
              found = name;
            } else if (!name.startsWith(".")) {
              children.add(name);
            }
          }
          at = next;
        }
        end = records(memory, folder);
      }
    } finally {
      LibC.close(folder);
    }
    return found;
  }

  private long records(OffHeap memory, int folder) {
    return LibC.syscall(calls.getdents64(), folder, memory.at(0), memory.size(), 0, 0);
  }

  private static String name(OffHeap memory, int start) {
    StringBuilder name = new StringBuilder();
    for (int at = start; memory.bytes().get(at) != 0; at++) {
      name.append((char) (memory.bytes().get(at) & 0xFF));
    }
    return name.toString();
  }
}
