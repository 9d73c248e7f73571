package dev.portmanager.os.linux.procfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers one holder of each socket that a pass found lately: what {@link SocketComparison}
 * starts from, once it is checked. Safe for use by several threads; the lock {@code this} guards
 * the map.
 */
final class Samples {

  private static final int KEPT = 1024;

  private final Map<Long, OwnerHit> byInode =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, OwnerHit> eldest) {
          return size() > KEPT;
        }
      };

  /** Remembers what a pass found. */
  synchronized void remember(List<OwnerHit> hits) {
    for (OwnerHit hit : hits) {
      byInode.put(hit.inode(), hit);
    }
  }

  /** Returns a holder of each socket, each of them one now; none if one of these is not known. */
  List<OwnerHit> of(LongSet wanted, ProcFolder proc) {
    List<OwnerHit> samples = remembered(wanted);
    return holdAll(samples, proc) ? samples : List.of();
  }

  private synchronized List<OwnerHit> remembered(LongSet wanted) {
    List<OwnerHit> samples = new ArrayList<>();
    for (long inode : wanted.toArray()) {
      OwnerHit known = byInode.get(inode);
      if (known == null || samples.size() == SocketComparison.MOST) {
        return List.of();
      }
      samples.add(known);
    }
    return samples;
  }

  /** Tells whether each still is a holder. */
  static boolean holdAll(List<OwnerHit> samples, ProcFolder proc) {
    for (OwnerHit sample : samples) {
      if (proc.socketOf(sample.pid(), sample.descriptor()) != sample.inode()) {
        return false;
      }
    }
    return true;
  }
}
