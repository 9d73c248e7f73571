package dev.portmanager.os.linux.listen;

import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.ScanResult;
import java.util.Set;

/** Finds the processes that hold sockets. Safe for use by several threads. */
interface OwnerSearch {

  /**
   * What was found.
   *
   * @param result which process holds which socket, and who refused to be looked into
   * @param means by which way
   */
  record Found(ScanResult result, Means means) {}

  /** Which processes are likely to hold them. An order, and never a filter. */
  interface Hints {

    /** Returns those that held them when they were last looked for, each once. */
    int[] holders();

    /** Returns those in the control groups that the sockets were made in, ascending. */
    int[] members();

    /** Returns the users that made the sockets. */
    Set<Long> users();
  }

  /** Finds every owner of every socket that can be seen. */
  Found all(LongSet wanted, Hints hints);

  /** Finds at least one owner of each socket, if it has one that can be seen. */
  Found atLeastOne(LongSet wanted, Hints hints);

  /** Looks again, as thoroughly as can be, for owners of sockets that seem to have none. */
  Found thoroughly(LongSet wanted);

  /** Tells whether a process holds one of the sockets; for who is about to end it. */
  boolean holds(LongSet wanted, int process);
}
