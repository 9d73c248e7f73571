package dev.portmanager.os.linux.procfs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pass over the processes found.
 *
 * @param hits each pair of process and socket once
 * @param processes how many processes were tried
 * @param refused how many of them may not be looked into
 * @param refusedUsers the effective users of those; empty if the system does not tell all of them
 */
public record ScanResult(List<OwnerHit> hits, int processes, int refused, Set<Long> refusedUsers) {

  /** Copies the collections. */
  public ScanResult {
    hits = List.copyOf(hits);
    refusedUsers = Set.copyOf(refusedUsers);
  }

  /**
   * Tells whether a process of this user was among those that may not be looked into.
   *
   * @param userId the user
   * @return true if so, or if that is not known
   */
  public boolean mayHaveRefused(long userId) {
    return refused > 0 && (refusedUsers.isEmpty() || refusedUsers.contains(userId));
  }

  /**
   * Adds what a second pass found.
   *
   * @param later the second pass
   * @return the hits of both, each once, and the greater count of refusals
   */
  public ScanResult plus(ScanResult later) {
    Set<OwnerHit> both = new LinkedHashSet<>(hits);
    both.addAll(later.hits);
    Set<Long> users = new HashSet<>();
    if (knowsUsers() && later.knowsUsers()) {
      users.addAll(refusedUsers);
      users.addAll(later.refusedUsers);
    }
    ScanResult greater = later.refused >= refused ? later : this;
    return new ScanResult(List.copyOf(both), greater.processes, greater.refused, users);
  }

  private boolean knowsUsers() {
    return refused == 0 || !refusedUsers.isEmpty();
  }

  /**
   * Returns the owners of a socket.
   *
   * @param inode the socket
   * @return its owners in order of pid
   */
  public List<OwnerHit> ownersOf(long inode) {
    List<OwnerHit> owners = new ArrayList<>();
    for (OwnerHit hit : hits) {
      if (hit.inode() == inode) {
        owners.add(hit);
      }
    }
    if (owners.size() > 1) {
      owners.sort(Comparator.comparingInt(OwnerHit::pid));
    }
    return owners;
  }
}
