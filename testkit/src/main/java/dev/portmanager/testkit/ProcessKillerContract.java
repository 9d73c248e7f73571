package dev.portmanager.testkit;

import dev.portmanager.spi.ProcessKiller;

/**
 * What every {@link ProcessKiller} has to do, as tests on real processes and real sockets. A back
 * end's test extends this class and answers {@link #processKiller()}; see {@link BackEndHooks} for
 * what else it may say of its system.
 *
 * <p>The tests need nothing but a JVM. Some need {@code python3} and {@code fork}, or {@code
 * /bin/sh}; each of them is skipped, with the reason, where that is missing. They touch no process
 * that they did not start, and leave none behind.
 */
public abstract class ProcessKillerContract extends EnduranceContract {

  /** Creates the tests. */
  protected ProcessKillerContract() {}
}
