package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers an owner of each socket seen lately: a hint, checked with one link before it is
 * believed. Safe for use by several threads.
 */
final class LastKnownOwners {

  private static final int KEPT = 1024;

  private final ProcFs proc;
  private final Map<Long, OwnerHit> owners =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, OwnerHit> eldest) {
          return size() > KEPT;
        }
      };

  LastKnownOwners(ProcFs proc) {
    this.proc = proc;
  }

  /** Remembers what a scan found. */
  synchronized void remember(ScanResult result) {
    for (OwnerHit hit : result.hits()) {
      owners.put(hit.inode(), hit);
    }
  }

  /** Returns the owner remembered of a socket, if it is one still. */
  Optional<OwnerHit> verified(long inode) {
    Optional<OwnerHit> hint = remembered(inode);
    return hint.isPresent() && stillHolds(hint.get()) ? hint : Optional.empty();
  }

  private synchronized Optional<OwnerHit> remembered(long inode) {
    return Optional.ofNullable(owners.get(inode));
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
