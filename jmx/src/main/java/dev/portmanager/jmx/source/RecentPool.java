package dev.portmanager.jmx.source;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pool at most once every {@link #MAX_AGE}, since a console or a scrape asks for one value
 * after the other.
 *
 * <p>Safe for use by several threads: this object's lock guards what was read last, and is held
 * while the register of leases is read, so that several readers at once read it once.
 */
public final class RecentPool {

  /** How old a value may be. */
  public static final Duration MAX_AGE = Duration.ofMillis(250);

  private final PortPool pool;
  private @Nullable PoolSnapshot last;
  private long readAtNanos;

  /**
   * Creates a reader. Reads nothing yet.
   *
   * @param pool the pool
   */
  public RecentPool(PortPool pool) {
    this.pool = pool;
  }

  /**
   * Returns the pool as it is, or was a moment ago.
   *
   * @return the pool
   * @throws dev.portmanager.LeaseRegistryException if the register of leases fails
   */
  public synchronized PoolSnapshot get() {
    long now = System.nanoTime();
    PoolSnapshot recent = last;
    if (recent == null || now - readAtNanos > MAX_AGE.toNanos()) {
      recent = pool.pool();
      last = recent;
      readAtNanos = now;
    }
    return recent;
  }

  /**
   * Returns the age of the oldest lease of the pool.
   *
   * @return the age, not negative; empty if nothing is leased
   */
  public Optional<Duration> oldestLeaseAge() {
    return get().leases().stream()
        .map(LeaseInfo::since)
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, Instant.now()))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }
}
