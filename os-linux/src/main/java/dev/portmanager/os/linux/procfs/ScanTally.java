package dev.portmanager.os.linux.procfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one worker found: which process holds which socket by which descriptor, and who refused to
 * be looked into. Primitives only, since it is written to during the pass. Not safe for use by
 * several threads.
 */
final class ScanTally {

  private long[] inodes = new long[16];
  private int[] pids = new int[16];
  private int[] descriptors = new int[16];
  private int hits;
  private int processes;
  private int refused;
  private boolean unknownUser;
  private final Set<Long> refusedUsers = new HashSet<>();

  /** Counts a process that is about to be looked into. */
  void process() {
    processes++;
  }

  /** Counts a process that may not be looked into. */
  void refusal() {
    refused++;
  }

  /** Notes as which user such a process runs. */
  void refusedUser(long userId) {
    refusedUsers.add(userId);
  }

  /** Notes that the system does not tell as which user such a process runs. */
  void refusedUnknown() {
    unknownUser = true;
  }

  /**
   * Notes that a process holds a socket; a second descriptor of the same socket is passed over.
   *
   * @param mark how many hits there were before this process
   */
  void hit(int mark, OwnerHit hit) {
    for (int i = mark; i < hits; i++) {
      if (inodes[i] == hit.inode()) {
        return;
      }
    }
    if (hits == inodes.length) {
      inodes = Arrays.copyOf(inodes, hits * 2);
      pids = Arrays.copyOf(pids, hits * 2);
      descriptors = Arrays.copyOf(descriptors, hits * 2);
    }
    inodes[hits] = hit.inode();
    pids[hits] = hit.pid();
    descriptors[hits] = hit.descriptor();
    hits++;
  }

  /** Returns how many hits there are: pairs of process and socket. */
  int hits() {
    return hits;
  }

  /** Returns what was noted last; there must be one. */
  OwnerHit lastHit() {
    return new OwnerHit(inodes[hits - 1], pids[hits - 1], descriptors[hits - 1]);
  }

  /** Returns how many sockets have at least one owner. */
  int socketsFound() {
    int found = 0;
    for (int i = 0; i < hits; i++) {
      found += isFirst(i) ? 1 : 0;
    }
    return found;
  }

  private boolean isFirst(int hit) {
    for (int i = 0; i < hit; i++) {
      if (inodes[i] == inodes[hit]) {
        return false;
      }
    }
    return true;
  }

  /** Returns everything that several workers found. */
  static ScanResult merge(List<ScanTally> tallies) {
    List<OwnerHit> all = new ArrayList<>();
    Set<Long> users = new HashSet<>();
    int processes = 0;
    int refused = 0;
    boolean unknown = false;
    for (ScanTally tally : tallies) {
      for (int i = 0; i < tally.hits; i++) {
        all.add(new OwnerHit(tally.inodes[i], tally.pids[i], tally.descriptors[i]));
      }
      users.addAll(tally.refusedUsers);
      processes += tally.processes;
      refused += tally.refused;
      unknown |= tally.unknownUser;
    }
    return new ScanResult(all, processes, refused, unknown ? Set.of() : users);
  }
}
