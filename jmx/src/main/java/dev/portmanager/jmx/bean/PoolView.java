package dev.portmanager.jmx.bean;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortPool;
import dev.portmanager.Printable;
import dev.portmanager.jmx.LeaseSnapshot;
import dev.portmanager.jmx.PoolAttributes;
import dev.portmanager.jmx.source.RecentPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the bean shows of the pool. Safe for use by several threads. */
abstract class PoolView implements PoolAttributes {

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_MESSAGE = 1_000;

  private final RecentPool pool;

  PoolView(PortPool pool) {
    this.pool = new RecentPool(pool);
  }

  /** Does what may fail with an exception of ours, which consoles do not know. */
  static <T> T read(Supplier<T> what) {
    try {
      return what.get();
    } catch (PortManagerException e) {
      throw new IllegalStateException(
          Printable.of(String.valueOf(e.getMessage()), LONGEST_MESSAGE));
    }
  }

  private PoolSnapshot pool() {
    return read(pool::get);
  }

  @Override
  public final int getPoolSize() {
    return pool().size();
  }

  @Override
  public final int getAllocatedCount() {
    return pool().allocated();
  }

  @Override
  public final int getAvailableCount() {
    return pool().available();
  }

  @Override
  public final int getCoolingCount() {
    return pool().cooling();
  }

  @Override
  public final double getUtilization() {
    return pool().utilization();
  }

  @Override
  public final double getOldestLeaseAgeSeconds() {
    return read(pool::oldestLeaseAge).map(Duration::toMillis).orElse(0L) / 1_000.0;
  }

  @Override
  public final List<LeaseSnapshot> getLeases() {
    Instant now = Instant.now();
    return pool().leases().stream().map(lease -> ConsoleAnswers.lease(lease, now)).toList();
  }

  @Override
  public final String[] getLeaseSummary() {
    Instant now = Instant.now();
    return pool().leases().stream().map(lease -> line(lease, now)).toArray(String[]::new);
  }

  private static String line(LeaseInfo lease, Instant now) {
    String holder =
        lease.expiresAt().isPresent() ? "until " + lease.expiresAt().get() : "pid " + lease.pid();
    return String.join(
        "  ",
        Integer.toString(lease.port()),
        Printable.of(lease.app(), LONGEST_NAME),
        "tcp",
        holder,
        Printable.of(lease.user(), LONGEST_NAME),
        age(Duration.between(lease.since(), now)));
  }

  private static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return age.toMinutes() + "m";
    }
    return age.toDays() == 0 ? age.toHours() + "h" : age.toDays() + "d";
  }

  @Override
  public final SortedMap<String, List<Integer>> getPortsByApplication() {
    SortedMap<String, List<Integer>> ports = new TreeMap<>();
    for (LeaseInfo lease : pool().leases()) {
      ports.computeIfAbsent(lease.app(), unused -> new ArrayList<>()).add(lease.port());
    }
    return ports;
  }
}
