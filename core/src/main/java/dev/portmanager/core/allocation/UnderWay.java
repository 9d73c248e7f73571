package dev.portmanager.core.allocation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way, and puts an action off until nothing is. Safe for use by several
 * threads, and without a lock: who closes waits for nobody, the last one does the action.
 */
final class UnderWay {

  private final Runnable action;

  /** One more than what is under way, until {@link #close}. */
  private final AtomicInteger count = new AtomicInteger(1);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * Creates a count.
   *
   * @param action what to do when all is over
   */
  UnderWay(Runnable action) {
    this.action = action;
  }

  /** Begins something, to be ended by {@link #end}; whoever does must look whether all is over. */
  void begin() {
    count.incrementAndGet();
  }

  /** Ends it; what begins after the action was done makes it happen no second time. */
  void end() {
    if (count.decrementAndGet() == 0 && done.compareAndSet(false, true)) {
      action.run();
    }
  }

  /** Lets the action be done once nothing is under way. Does nothing if it is closed. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      end();
    }
  }
}
