package dev.portmanager.reliability.concurrency;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortPool;
import dev.portmanager.PortRange;
import dev.portmanager.Subscription;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A pool without leases that counts how often it is read. */
public final class CountedPool implements PortPool {

  private final PortRange range = new PortRange(21_400, 21_499);
  private final AtomicInteger reads = new AtomicInteger();

  /** Creates a pool that was not read yet. */
  public CountedPool() {}

  /**
   * Returns how often the pool was read.
   *
   * @return at least 0
   */
  public int reads() {
    return reads.get();
  }

  @Override
  public PoolSnapshot pool() {
    reads.incrementAndGet();
    return new PoolSnapshot(range, range.size(), List.of(), 0);
  }

  @Override
  public String getName() {
    return "counted";
  }

  @Override
  public int getMinPort() {
    return range.min();
  }

  @Override
  public int getMaxPort() {
    return range.max();
  }

  @Override
  public List<LeaseInfo> leases() {
    return List.of();
  }

  @Override
  public Subscription subscribe(Consumer<? super PortEvent> observer) {
    throw new UnsupportedOperationException("it publishes nothing");
  }

  @Override
  public Subscription onClose(Runnable action) {
    throw new UnsupportedOperationException("it is never closed");
  }

  @Override
  public List<Diagnosis> diagnose() {
    return List.of();
  }
}
