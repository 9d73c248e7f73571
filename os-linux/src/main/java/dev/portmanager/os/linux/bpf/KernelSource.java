package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.Visibility;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where a {@link KernelTier} has its walk from, and how it is put to the test. */
public interface KernelSource {

  /**
   * Loads the program.
   *
   * @return the walk, to be closed
   * @throws UnavailableException if it cannot be had
   */
  KernelWalk load() throws UnavailableException;

  /**
   * Compares its answers with those of /proc, which takes as long as a scan.
   *
   * @param walk the walk
   * @throws UnavailableException if it is not to be believed
   */
  void check(KernelWalk walk) throws UnavailableException;

  /**
   * Returns the running kernel.
   *
   * @param proc where to read of this process
   * @param visibility what this process sees of others
   * @param agreement what it must agree with
   * @return the source
   */
  static KernelSource running(ProcFs proc, Supplier<Visibility> visibility, Agreement agreement) {
    return new RunningKernel(proc, Path.of(RunningKernel.TYPES), visibility, agreement);
  }
}
