package dev.portmanager.core.probe;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Notices that two threads of this JVM tried one port at the same time: for the moment in which one
 * of them listens, the port looks busy to the other. Lock-free: each of 1,024 stripes has the
 * number of tries under way in its low half and a count of starts and ends in its high half.
 */
final class Overlaps {

  private static final int STRIPES = 1_024;
  private static final int ONE_MORE = 0x1_0001;
  private static final int ONE_LESS = 0xFFFF;
  private static final int UNDER_WAY = 0xFFFF;

  private final AtomicIntegerArray stripes = new AtomicIntegerArray(STRIPES);

  /** Enters a try; the result is for {@link #isAlone}. */
  int enter(int port) {
    return stripes.addAndGet(port % STRIPES, ONE_MORE);
  }

  /** Tells whether no other try of the port has been under way since it was entered. */
  boolean isAlone(int port, int entered) {
    return (entered & UNDER_WAY) == 1 && stripes.get(port % STRIPES) == entered;
  }

  /** Leaves a try. */
  void leave(int port) {
    stripes.addAndGet(port % STRIPES, ONE_LESS);
  }
}
