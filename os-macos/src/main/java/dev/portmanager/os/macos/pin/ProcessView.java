package dev.portmanager.os.macos.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.macos.libproc.IdentityAnswer;
import dev.portmanager.spi.ListenerQuery;
import java.util.Optional;

/** What a pin asks of the rest of the back end. */
public interface ProcessView {

  /**
   * Tells who a pid is.
   *
   * @param pid the pid
   * @return the answer
   */
  IdentityAnswer identity(int pid);

  /**
   * Reads the facts of a process.
   *
   * @param pid its pid
   * @return the facts; empty if it has ended
   */
  Optional<ProcessInfo> read(int pid);

  /**
   * Returns why a process must not be ended.
   *
   * @param pid its pid
   * @return one sentence; empty for an ordinary process
   */
  Optional<String> protection(int pid);

  /**
   * Tells whether a process holds a listener.
   *
   * @param query which listeners
   * @param pid the process
   * @return true if it holds one of them
   */
  boolean holds(ListenerQuery query, int pid);
}
