package dev.portmanager.os.linux.listen;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.OwnerScan.Depth;
import dev.portmanager.os.linux.procfs.ProcessReader;
import dev.portmanager.os.linux.procfs.ScanResult;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds listeners with their owners: one list of sockets, one pass over the processes, and a second
 * pass only for sockets without an owner. Safe for use by several threads.
 */
public final class ListenerLookup {

  private final ListenerTables tables;
  private final OwnerScan scan;
  private final ProcessReader processes;
  private final Supplier<OwnershipJudge> judge;
  private final LastKnownOwners lastKnown;

  /**
   * Creates an object.
   *
   * @param tables lists the sockets
   * @param scan finds the owners
   * @param surroundings reads the facts of this process and of others
   */
  public ListenerLookup(ListenerTables tables, OwnerScan scan, Surroundings surroundings) {
    this.tables = tables;
    this.scan = scan;
    this.processes = surroundings.processes();
    this.judge = surroundings::judge;
    this.lastKnown = new LastKnownOwners(surroundings.proc());
  }

  /**
   * Returns the listeners with every owner that may be seen.
   *
   * @param query which listeners
   * @return an immutable list
   */
  public List<Listener> all(ListenerQuery query) {
    List<SocketRow> rows = tables.rows(query);
    if (rows.isEmpty()) {
      return List.of();
    }
    ScanResult first = scan.all(inodes(rows), Depth.PROCESSES);
    lastKnown.remember(first);
    Findings findings = new Findings(rows, first, Optional.empty());
    return listeners(query, findings);
  }

  /**
   * Returns the listeners with at least one owner each, if it has one that may be seen.
   *
   * @param query which listeners
   * @return an immutable list
   */
  public List<Listener> atLeast(ListenerQuery query) {
    List<SocketRow> rows = tables.rows(query);
    List<OwnerHit> hints = new ArrayList<>();
    List<SocketRow> open = new ArrayList<>();
    for (SocketRow row : rows) {
      Optional<OwnerHit> hint = lastKnown.verified(row.inode());
      hint.ifPresentOrElse(hints::add, () -> open.add(row));
    }
    ScanResult result = new ScanResult(hints, 0, 0, Set.of());
    LongSet wanted = inodes(open);
    if (wanted.size() > 0) {
      Set<Long> users = open.stream().map(SocketRow::userId).collect(Collectors.toSet());
      ScanResult found = scan.untilFound(wanted, users);
      lastKnown.remember(found);
      result = result.plus(found);
    }
    return listeners(
        query,
        new Findings(rows, result, Optional.of("at least: the search stopped at the first owner")));
  }

  /**
   * Tells whether one process holds a listener.
   *
   * @param query which listeners
   * @param pid the process
   * @return true if it holds one of them
   */
  public boolean holds(ListenerQuery query, int pid) {
    LongSet wanted = inodes(tables.rows(query));
    return wanted.size() > 0 && !scan.of(wanted, pid).hits().isEmpty();
  }

  private record Findings(List<SocketRow> rows, ScanResult scan, Optional<String> caveat) {}

  private List<Listener> listeners(ListenerQuery query, Findings findings) {
    Map<Integer, Optional<ProcessInfo>> facts = new HashMap<>();
    Map<SocketRow, List<ProcessInfo>> owners = new HashMap<>();
    ScanResult scanned = findings.scan;
    List<SocketRow> orphans = new ArrayList<>();
    for (SocketRow row : findings.rows) {
      owners.put(row, owners(row, scanned, facts));
      if (owners.getOrDefault(row, List.of()).isEmpty() && row.inode() != 0) {
        orphans.add(row);
      }
    }
    if (!orphans.isEmpty()) {
      ScanResult deep = scan.all(inodes(orphans), Depth.THREADS);
      lastKnown.remember(deep);
      scanned = scanned.plus(deep);
      // Who was just seen and then vanished must be read again, not remembered as gone.
      facts.values().removeIf(Optional::isEmpty);
      for (SocketRow row : orphans) {
        owners.put(row, owners(row, deep, facts));
      }
      orphans.removeIf(row -> !owners.getOrDefault(row, List.of()).isEmpty());
    }
    Set<SocketRow> vanished = orphans.isEmpty() ? Set.of() : vanished(query, orphans);
    List<Listener> listeners = new ArrayList<>();
    for (SocketRow row : findings.rows) {
      if (!vanished.contains(row)) {
        Ownership ownership = judge(row, owners.getOrDefault(row, List.of()), scanned);
        listeners.add(
            new Listener(row.protocol(), row.address(), qualified(ownership, findings.caveat)));
      }
    }
    return List.copyOf(listeners);
  }

  /** A socket that closed while its owner was looked for is not one without an owner. */
  private Set<SocketRow> vanished(ListenerQuery query, List<SocketRow> orphans) {
    Set<SocketRow> gone = new java.util.HashSet<>(orphans);
    tables.rows(query).forEach(gone::remove);
    return gone;
  }

  private Ownership judge(SocketRow row, List<ProcessInfo> owners, ScanResult scanned) {
    return owners.isEmpty()
        ? judge.get().unknown(row, scanned)
        : judge.get().known(row, owners, scanned);
  }

  private static Ownership qualified(Ownership ownership, Optional<String> caveat) {
    return caveat.isPresent() && ownership instanceof Ownership.Known known
        ? new Ownership.Known(known.owners(), caveat)
        : ownership;
  }

  private List<ProcessInfo> owners(
      SocketRow row, ScanResult scanned, Map<Integer, Optional<ProcessInfo>> facts) {
    List<ProcessInfo> owners = new ArrayList<>();
    for (OwnerHit hit : scanned.ownersOf(row.inode())) {
      facts.computeIfAbsent(hit.pid(), processes::read).ifPresent(owners::add);
    }
    return owners;
  }

  private static LongSet inodes(Collection<SocketRow> rows) {
    return new LongSet(rows.stream().map(SocketRow::inode).filter(inode -> inode > 0).toList());
  }
}
