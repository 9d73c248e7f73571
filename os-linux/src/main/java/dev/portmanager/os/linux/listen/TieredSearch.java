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
 * owners notices which.
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

  /** What is asked of the kernel. */
  private interface Question<T> {
    T of(KernelSearch kernel) throws UnavailableException;
  }

  @Override
  public Found all(LongSet wanted, Hints hints) {
    tier.beforeLookUp(proc::processes);
    return found(kernel -> kernel.all(wanted, hints)).orElseGet(() -> scan.all(wanted, hints));
  }

  @Override
  public Found atLeastOne(LongSet wanted, Hints hints) {
    return found(kernel -> kernel.atLeastOne(wanted, hints))
        .orElseGet(() -> scan.atLeastOne(wanted, hints));
  }

  @Override
  public Found thoroughly(LongSet wanted) {
    return found(kernel -> kernel.all(wanted)).orElseGet(() -> scan.thoroughly(wanted));
  }

  /** A process is about to be ended for it, so a kernel on trial is not believed. */
  @Override
  public boolean holds(LongSet wanted, int process) {
    return answer(
            tier.trusted().filter(KernelWalk::asksOne), kernel -> kernel.holds(wanted, process))
        .orElseGet(() -> scan.holds(wanted, process));
  }

  private Optional<Found> found(Question<ScanResult> question) {
    return answer(tier.walk(), question).map(result -> new Found(result, Means.KERNEL));
  }

  private <T> Optional<T> answer(Optional<KernelWalk> walk, Question<T> question) {
    if (walk.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.of(new KernelSearch(walk.get())));
    } catch (UnavailableException e) {
      tier.failed(e);
      return Optional.empty();
    }
  }
}
