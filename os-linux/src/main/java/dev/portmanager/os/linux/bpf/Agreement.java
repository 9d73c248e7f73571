package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares the kernel's walk with a scan of /proc: for all sockets that listen now, both must name
 * the same owners. As the machine goes on meanwhile, the kernel is asked before and after the scan:
 * whom it named both times, the scan must have found, unless processes refused to be looked into;
 * whom the scan found, the kernel must have named at least once.
 *
 * @param scan reads /proc
 * @param sockets lists the inodes of what listens
 */
public record Agreement(OwnerScan scan, Supplier<LongSet> sockets) {

  private static final int MAX_ATTEMPTS = 3;

  /**
   * One process that holds one socket, by whichever descriptor.
   *
   * @param inode the socket
   * @param process the process
   */
  private record Holding(long inode, int process) {}

  /**
   * Compares.
   *
   * @param walk the kernel's
   * @throws UnavailableException if they disagree each of {@value #MAX_ATTEMPTS} times, or the
   *     kernel refuses
   */
  public void require(KernelWalk walk) throws UnavailableException {
    String problem = "";
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      LongSet wanted = sockets.get();
      if (wanted.size() == 0) {
        return; // nothing listens: there is nothing to disagree on, and nothing to look up
      }
      problem = compare(walk, wanted);
      if (problem.isEmpty()) {
        return;
      }
    }
    throw new UnavailableException("it disagrees with /proc: " + problem);
  }

  private String compare(KernelWalk walk, LongSet wanted) throws UnavailableException {
    try (Inquiry inquiry = walk.ask(wanted)) {
      inquiry.all();
      Set<Holding> before = holdings(inquiry.result());
      ScanResult scanned = scan.all(wanted, OwnerScan.Depth.THREADS);
      inquiry.all();
      Set<Holding> after = holdings(inquiry.result());
      Set<Holding> unseen = holdings(scanned);
      unseen.removeAll(before);
      unseen.removeAll(after);
      if (!unseen.isEmpty()) {
        return "it does not see " + unseen;
      }
      Set<Holding> invented = before;
      invented.retainAll(after);
      invented.removeAll(holdings(scanned));
      return invented.isEmpty() || scanned.refused() > 0 ? "" : "it alone sees " + invented;
    }
  }

  private static Set<Holding> holdings(ScanResult result) {
    Set<Holding> holdings = new HashSet<>();
    result.hits().forEach(hit -> holdings.add(new Holding(hit.inode(), hit.pid())));
    return holdings;
  }
}
