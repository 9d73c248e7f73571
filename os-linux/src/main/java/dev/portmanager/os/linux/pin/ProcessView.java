package dev.portmanager.os.linux.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.Presence;
import java.util.Optional;

/** What a pin asks of the rest of the back end. */
public interface ProcessView {

  /**
   * Tells whether a process exists.
   *
   * @param pid its process id
   * @return whether it does
   */
  Presence presence(long pid);

  /**
   * Reads the facts of a process.
   *
   * @param pid its process id
   * @return the facts; empty if none can be seen
   */
  Optional<ProcessInfo> read(long pid);

  /**
   * Returns why a process must not be ended.
   *
   * @param pid its process id
   * @return one sentence; empty for an ordinary process
   */
  Optional<String> protection(long pid);

  /**
   * Tells whether a process holds a listener.
   *
   * @param query which listeners
   * @param pid the process
   * @return true if it holds one of them
   */
  boolean holds(ListenerQuery query, int pid);
}
