package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.spi.ListenerQuery;

/** What a pin asks of the rest of the back end. */
public interface PinView {

  /**
   * Tells whether a process has a listener, by the system's tables.
   *
   * @param query which listeners
   * @param process the process
   * @return true if it has one of them
   */
  boolean holds(ListenerQuery query, ProcessEntry process);
}
