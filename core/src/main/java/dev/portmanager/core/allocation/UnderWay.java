package dev.portmanager.core.allocation;

import dev.portmanager.core.registry.LeaseRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way, and closes the register once nothing is. Safe for use by several
 * threads, and without a lock: who closes waits for nobody, the last one closes the register.
 */
final class UnderWay {

  private final LeaseRegistry registry;

  /** One more than what is under way, until {@link #close}. */
  private final AtomicInteger count = new AtomicInteger(1);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * Creates a count.
   *
   * @param registry what to close when all is over
   */
  UnderWay(LeaseRegistry registry) {
    this.registry = registry;
  }

  /** Begins something, to be ended by {@link #end}; whoever does must look whether all is over. */
  void begin() {
    count.incrementAndGet();
  }

  /** Ends it; what begins after the register was closed closes it no second time. */
  void end() {
    if (count.decrementAndGet() == 0 && done.compareAndSet(false, true)) {
      registry.close();
    }
  }

  /** Lets the register be closed once nothing is under way. Does nothing if it is closed. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      end();
    }
  }
}
