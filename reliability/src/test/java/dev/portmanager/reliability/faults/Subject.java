package dev.portmanager.reliability.faults;

import dev.portmanager.spi.ProcessKiller;

/** A back end whose calls of the system can be made to fail. To be used by one thread. */
public interface Subject extends AutoCloseable {

  /**
   * Returns the back end.
   *
   * @return the same at each call
   */
  ProcessKiller killer();

  /**
   * Has the program loaded that asks the kernel, and waits for its trial.
   *
   * @return whether it passed
   */
  boolean asksTheKernel();

  /** Gives the kernel back what it holds for this. */
  @Override
  void close();
}
