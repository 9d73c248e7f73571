package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the owners of each socket seen lately: hints, checked before they are believed. Safe
 * for use by several threads.
 */
final class LastKnownOwners {

  private static final int KEPT = 1024;

  private final ProcFs proc;
  private final Map<Long, List<OwnerHit>> owners =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<OwnerHit>> eldest) {
          return size() > KEPT;
        }
      };

  LastKnownOwners(ProcFs proc) {
    this.proc = proc;
  }

  /** Remembers what a scan found. */
  synchronized void remember(ScanResult result) {
    Map<Long, List<OwnerHit>> found = new HashMap<>();
    for (OwnerHit hit : result.hits()) {
      List<OwnerHit> some = found.get(hit.inode());
      if (some == null) {
        some = new ArrayList<>(1);
        found.put(hit.inode(), some);
      }
      some.add(hit);
    }
    owners.putAll(found);
  }

  /** Returns the processes remembered of some sockets, each once. */
  int[] holders(long[] inodes) {
    Set<Integer> pids = new LinkedHashSet<>();
    for (long inode : inodes) {
      for (OwnerHit hit : remembered(inode)) {
        pids.add(hit.pid());
      }
    }
    int[] holders = new int[pids.size()];
    int count = 0;
    for (int pid : pids) {
      holders[count++] = pid;
    }
    return holders;
  }

  /** Returns an owner remembered of a socket, if it is one still. */
  Optional<OwnerHit> verified(long inode) {
    for (OwnerHit hint : remembered(inode)) {
      if (stillHolds(hint)) {
        return Optional.of(hint);
      }
    }
    return Optional.empty();
  }

  private synchronized List<OwnerHit> remembered(long inode) {
    return owners.getOrDefault(inode, List.of());
  }

  private boolean stillHolds(OwnerHit hit) {
    try {
      return proc.link(hit.pid() + "/fd/" + hit.descriptor())
          .equals("socket:[" + hit.inode() + "]");
    } catch (IOException e) {
      return false; // it ended, or closed the descriptor: the hint is worth nothing
    }
  }
}
