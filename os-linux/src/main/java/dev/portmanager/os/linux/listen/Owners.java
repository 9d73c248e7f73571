package dev.portmanager.os.linux.listen;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.OwnerHit;
import dev.portmanager.os.linux.procfs.ProcessReader;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owners of each socket with their facts, each process read once. One that cannot be read has
 * ended since, and is none any more.
 */
final class Owners {

  private final ProcessReader processes;
  private final Map<Integer, ProcessInfo> facts = new HashMap<>();
  private final Map<Long, List<ProcessInfo>> byInode = new HashMap<>();

  Owners(ProcessReader processes) {
    this.processes = processes;
  }

  /** Adds what a scan found; returns the sockets that have no owner by it, but an inode. */
  List<SocketRow> addFrom(ScanResult scan, List<SocketRow> rows) {
    List<SocketRow> orphans = new ArrayList<>();
    for (SocketRow row : rows) {
      if (row.inode() == 0) {
        continue;
      }
      List<ProcessInfo> owners = new ArrayList<>();
      for (OwnerHit hit : scan.ownersOf(row.inode())) {
        ProcessInfo process = read(hit.pid());
        if (process != null) {
          owners.add(process);
        }
      }
      byInode.put(row.inode(), owners);
      if (owners.isEmpty()) {
        orphans.add(row);
      }
    }
    return orphans;
  }

  /** Returns the owners of a socket in order of pid. */
  List<ProcessInfo> of(SocketRow row) {
    return byInode.getOrDefault(row.inode(), List.of());
  }

  private @Nullable ProcessInfo read(int pid) {
    ProcessInfo known = facts.get(pid);
    if (known != null) {
      return known;
    }
    Optional<ProcessInfo> read = processes.read(pid);
    if (read.isPresent()) {
      facts.put(pid, read.get());
    }
    return read.orElse(null);
  }
}
