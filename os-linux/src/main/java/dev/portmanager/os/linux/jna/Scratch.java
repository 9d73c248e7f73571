package dev.portmanager.os.linux.jna;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Borrowed working memory for one thread, given back by {@link #close}. A few blocks are kept for
 * the next look-up; a pool and not a thread-local, because a thread of a server would keep its
 * block for ever.
 */
public final class Scratch implements AutoCloseable {

  /** The size of each block in bytes: a netlink reply or about 2,700 descriptors at once. */
  public static final int SIZE = 1 << 16;

  private static final int KEPT = 4;
  private static final ConcurrentLinkedQueue<OffHeap> POOL = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger POOLED = new AtomicInteger();

  private final OffHeap memory;
  private boolean closed;

  private Scratch(OffHeap memory) {
    this.memory = memory;
  }

  /**
   * Borrows a block, with whatever it holds.
   *
   * @return the block, to be closed
   */
  public static Scratch borrow() {
    OffHeap pooled = POOL.poll();
    if (pooled == null) {
      return new Scratch(OffHeap.allocate(SIZE));
    }
    POOLED.decrementAndGet();
    return new Scratch(pooled);
  }

  /**
   * Returns the block.
   *
   * @return the block, not to be used after {@link #close}
   */
  public OffHeap memory() {
    return memory;
  }

  /** Gives the block back. Does nothing if that is done. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (POOLED.incrementAndGet() <= KEPT) {
      POOL.add(memory);
    } else {
      POOLED.decrementAndGet();
    }
  }
}
