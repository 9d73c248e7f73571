package dev.portmanager.os.linux.listen;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.listen.OwnerSearch.Found;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.GroupMembers;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ProcessReader;
import dev.portmanager.os.linux.procfs.ScanResult;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds listeners with their owners: one list of sockets, one pass over the processes, and a second
 * pass only for sockets without an owner. Safe for use by several threads.
 */
public final class ListenerLookup {

  /** For so many groups their members are looked into first; for more, all processes are soon. */
  private static final int MOST_GROUPS = 16;

  private static final String STOPPED = "at least: the search stopped at the first owner";

  private final ListenerTables tables;
  private final OwnerSearch search;
  private final ProcessReader processes;
  private final Surroundings surroundings;
  private final LastKnownOwners lastKnown;
  private final GroupMembers groups;

  /**
   * Creates an object.
   *
   * @param tables lists the sockets
   * @param scan finds the owners where the kernel does not tell them
   * @param tier tells whether it does
   * @param surroundings reads the facts of this process and of others
   */
  public ListenerLookup(
      ListenerTables tables, OwnerScan scan, KernelTier tier, Surroundings surroundings) {
    this.tables = tables;
    this.search = new TieredSearch(tier, new ScanSearch(scan), surroundings.proc());
    this.processes = surroundings.processes();
    this.surroundings = surroundings;
    this.lastKnown = new LastKnownOwners(surroundings.proc());
    this.groups = surroundings.groups();
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
    Found first = search.all(inodes(rows), new Likely(rows));
    lastKnown.remember(first.result());
    return listeners(query, new Findings(rows, first, Optional.empty()));
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
      if (hint.isPresent()) {
        hints.add(hint.get());
      } else {
        open.add(row);
      }
    }
    Found found = new Found(new ScanResult(hints, 0, 0, Set.of()), Means.SCAN);
    LongSet wanted = inodes(open);
    if (wanted.size() > 0) {
      Found more = search.atLeastOne(wanted, new Likely(open));
      lastKnown.remember(more.result());
      found = new Found(found.result().plus(more.result()), more.means());
    }
    return listeners(query, new Findings(rows, found, Optional.of(STOPPED)));
  }

  /** Where to look first for the owners of some sockets. */
  private final class Likely implements OwnerSearch.Hints {

    private final List<SocketRow> rows;

    Likely(List<SocketRow> rows) {
      this.rows = rows;
    }

    @Override
    public int[] holders() {
      return lastKnown.holders(inodes(rows).toArray());
    }

    @Override
    public int[] members() {
      return ListenerLookup.this.members(rows);
    }

    @Override
    public Set<Long> users() {
      Set<Long> users = new HashSet<>();
      for (SocketRow row : rows) {
        users.add(row.userId());
      }
      return users;
    }
  }

  /** Returns the processes of the groups in which the sockets were made. */
  private int[] members(List<SocketRow> rows) {
    Set<Long> ids = new LinkedHashSet<>();
    for (SocketRow row : rows) {
      ids.add(row.groupId());
    }
    int[] all = new int[0];
    int looked = 0;
    for (long id : ids) {
      if (looked++ < MOST_GROUPS) {
        int[] some = groups.of(id);
        int before = all.length;
        all = Arrays.copyOf(all, before + some.length);
        System.arraycopy(some, 0, all, before, some.length);
      }
    }
    Arrays.sort(all);
    return all;
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
    return wanted.size() > 0 && search.holds(wanted, pid);
  }

  /**
   * What one look-up found.
   *
   * @param rows the sockets
   * @param found the first pass
   * @param caveat what to say of every owner that is known
   */
  private record Findings(List<SocketRow> rows, Found found, Optional<String> caveat) {}

  private List<Listener> listeners(ListenerQuery query, Findings findings) {
    Owners owners = new Owners(processes);
    ScanResult scanned = findings.found.result();
    Means means = findings.found.means();
    List<SocketRow> orphans = owners.addFrom(scanned, findings.rows);
    if (!orphans.isEmpty()) {
      Found deep = search.thoroughly(inodes(orphans));
      lastKnown.remember(deep.result());
      scanned = scanned.plus(deep.result());
      means = deep.means();
      orphans = owners.addFrom(deep.result(), orphans);
    }
    LongSet present = orphans.isEmpty() ? new LongSet() : inodes(tables.rows(query));
    List<Listener> listeners = new ArrayList<>();
    for (SocketRow row : findings.rows) {
      List<ProcessInfo> known = owners.of(row);
      // A socket that closed while its owner was looked for is not one without an owner.
      if (!known.isEmpty() || row.inode() == 0 || present.contains(row.inode())) {
        Ownership ownership =
            known.isEmpty()
                ? surroundings.judge().unknown(row, new Found(scanned, means))
                : qualified(surroundings.judge().known(row, known, scanned), findings.caveat);
        listeners.add(new Listener(row.protocol(), row.address(), ownership));
      }
    }
    return List.copyOf(listeners);
  }

  private static Ownership qualified(Ownership ownership, Optional<String> caveat) {
    return caveat.isPresent() && ownership instanceof Ownership.Known known
        ? new Ownership.Known(known.owners(), caveat)
        : ownership;
  }

  private static LongSet inodes(List<SocketRow> rows) {
    return ListenerTables.inodes(rows);
  }
}
