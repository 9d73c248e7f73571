package dev.portmanager.core.kill;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Puts the owners of a port in the order in which they are dealt with. */
final class KillOrder {

  private KillOrder() {}

  /** Returns each known owner of some listeners once, in the order of {@link #parentsFirst}. */
  static List<ProcessInfo> owners(Collection<Listener> listeners) {
    Map<Long, ProcessInfo> byPid = new TreeMap<>();
    for (Listener listener : listeners) {
      if (listener.ownership() instanceof Ownership.Known known) {
        known.owners().forEach(owner -> byPid.putIfAbsent(owner.pid(), owner));
      }
    }
    return parentsFirst(byPid);
  }

  /**
   * Sorts by how many of the processes' ancestors are among them, then by pid: a master that is
   * asked before its workers can end them itself, and starts none anew.
   */
  private static List<ProcessInfo> parentsFirst(Map<Long, ProcessInfo> byPid) {
    return byPid.values().stream()
        .sorted(
            Comparator.comparingInt((ProcessInfo p) -> depth(p, byPid))
                .thenComparingLong(ProcessInfo::pid))
        .toList();
  }

  private static int depth(ProcessInfo process, Map<Long, ProcessInfo> byPid) {
    int depth = 0;
    OptionalLong parent = process.parentPid();
    // Parents may run in a circle where the system never clears the pid of a parent that has ended.
    while (depth < byPid.size() && parent.isPresent() && byPid.containsKey(parent.getAsLong())) {
      depth++;
      parent = byPid.get(parent.getAsLong()).parentPid();
    }
    return depth;
  }
}
