package dev.portmanager.os.macos.libproc;

import dev.portmanager.os.macos.jna.OffHeap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The buffers of one pass, borrowed by one thread and given back by {@link #close}: a list that
 * grew keeps its size for the next pass. A pool and not a thread-local, because a thread of a
 * server would keep its block for ever.
 */
public final class ScanMemory implements AutoCloseable {

  /** 4,096 processes. */
  private static final int PIDS = 1 << 14;

  /** 1,024 descriptors. */
  private static final int DESCRIPTORS = 1 << 13;

  private static final int KEPT = 4;
  private static final ConcurrentLinkedQueue<ScanMemory> POOL = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger POOLED = new AtomicInteger();

  private final GrowingList pids = new GrowingList(PIDS);
  private final GrowingList descriptors = new GrowingList(DESCRIPTORS);
  private final OffHeap struct = OffHeap.allocate(SocketInfo.SIZE);
  private boolean borrowed = true;

  private ScanMemory() {}

  /**
   * Borrows buffers, with whatever they hold.
   *
   * @return the buffers, to be closed
   */
  public static ScanMemory borrow() {
    ScanMemory pooled = POOL.poll();
    if (pooled == null) {
      return new ScanMemory();
    }
    POOLED.decrementAndGet();
    pooled.borrowed = true;
    return pooled;
  }

  GrowingList pids() {
    return pids;
  }

  GrowingList descriptors() {
    return descriptors;
  }

  /** A buffer for the biggest struct, and for any other. */
  OffHeap struct() {
    return struct;
  }

  /** Gives the buffers back. Does nothing if that is done. */
  @Override
  public void close() {
    if (!borrowed) {
      return;
    }
    borrowed = false;
    if (POOLED.incrementAndGet() <= KEPT) {
      POOL.add(this);
    } else {
      POOLED.decrementAndGet();
    }
  }
}
