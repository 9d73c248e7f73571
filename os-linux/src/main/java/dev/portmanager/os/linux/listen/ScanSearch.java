package dev.portmanager.os.linux.listen;

import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.OwnerScan.Depth;
import dev.portmanager.os.linux.procfs.OwnerScan.Order;

/**
 * Looks through /proc: works for everybody.
 *
 * @param scan reads it
 */
record ScanSearch(OwnerScan scan) implements OwnerSearch {

  @Override
  public Found all(LongSet wanted, Hints hints) {
    return new Found(scan.all(wanted, Depth.PROCESSES), Means.SCAN);
  }

  @Override
  public Found atLeastOne(LongSet wanted, Hints hints) {
    Order order = new Order(hints.members(), hints.users());
    return new Found(scan.untilFound(wanted, order), Means.SCAN);
  }

  @Override
  public Found thoroughly(LongSet wanted) {
    return new Found(scan.all(wanted, Depth.THREADS), Means.SCAN);
  }

  @Override
  public boolean holds(LongSet wanted, int process) {
    return !scan.of(wanted, process).hits().isEmpty();
  }
}
