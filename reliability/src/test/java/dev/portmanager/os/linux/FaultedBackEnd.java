package dev.portmanager.os.linux;

import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.bpf.KernelWalk;
import dev.portmanager.reliability.faults.Subject;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.util.Optional;

/** The Linux back end as the loader of faults makes it, with a kernel's program of its own. */
public final class FaultedBackEnd implements Subject {

  private static final Duration LONGEST_TRIAL = Duration.ofSeconds(30);

  private final LinuxProcessKiller killer;

  /**
   * Creates it; loads nothing.
   *
   * @param kernel whether the kernel is asked for owners
   */
  public FaultedBackEnd(boolean kernel) {
    killer = new LinuxProcessKiller(Optional.of(kernel ? KernelMode.ON : KernelMode.OFF));
  }

  @Override
  public ProcessKiller killer() {
    return killer;
  }

  @Override
  public boolean asksTheKernel() {
    return killer.kernelTier().tryNow(LONGEST_TRIAL) instanceof KernelTier.InUse;
  }

  @Override
  public void close() {
    killer.kernelTier().walk().ifPresent(KernelWalk::close);
  }
}
