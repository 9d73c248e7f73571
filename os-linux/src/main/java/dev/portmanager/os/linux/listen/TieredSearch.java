package dev.portmanager.os.linux.listen;

import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.os.linux.bpf.UnavailableException;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.Optional;

/**
 * Asks the kernel where that works, and looks through /proc where it does not; nobody who asks for
 * owners notices which. Written without lambdas: a first look-up waits for each to link.
 */
final class TieredSearch implements OwnerSearch {

  private final KernelTier tier;
  private final OwnerSearch scan;
  private final ProcFs proc;

  TieredSearch(KernelTier tier, OwnerSearch scan, ProcFs proc) {
    this.tier = tier;
    this.scan = scan;
    this.proc = proc;
  }

  @Override
  public Found all(LongSet wanted, Hints hints) {
    if (tier.isUndecided()) {
      tier.beforeLookUp(proc.processes());
    }
    Optional<KernelWalk> walk = tier.walk();
    if (walk.isPresent()) {
      try {
        return found(new KernelSearch(walk.get()).all(wanted, hints));
      } catch (UnavailableException e) {
        tier.failed(e);
      }
    }
    return scan.all(wanted, hints);
  }

  @Override
  public Found atLeastOne(LongSet wanted, Hints hints) {
    Optional<KernelWalk> walk = tier.walk();
    if (walk.isPresent()) {
      try {
        return found(new KernelSearch(walk.get()).atLeastOne(wanted, hints));
      } catch (UnavailableException e) {
        tier.failed(e);
      }
    }
    return scan.atLeastOne(wanted, hints);
  }

  @Override
  public Found thoroughly(LongSet wanted) {
    Optional<KernelWalk> walk = tier.walk();
    if (walk.isPresent()) {
      try {
        return found(new KernelSearch(walk.get()).all(wanted));
      } catch (UnavailableException e) {
        tier.failed(e);
      }
    }
    return scan.thoroughly(wanted);
  }

  /** A process is about to be ended for it, so a kernel on trial is not believed. */
  @Override
  public boolean holds(LongSet wanted, int process) {
    Optional<KernelWalk> walk = tier.trusted();
    if (walk.isPresent() && walk.get().asksOne()) {
      try {
        return new KernelSearch(walk.get()).holds(wanted, process);
      } catch (UnavailableException e) {
        tier.failed(e);
      }
    }
    return scan.holds(wanted, process);
  }

  private static Found found(ScanResult result) {
    return new Found(result, Means.KERNEL);
  }
}
