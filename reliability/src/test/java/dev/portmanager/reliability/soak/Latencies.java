package dev.portmanager.reliability.soak;

import java.util.Arrays;

/** The times of one operation since they were last read. Its size is fixed: it must not grow. */
final class Latencies {

  private static final int MOST = 1 << 17;

  private final long[] nanos = new long[MOST];
  private int count;

  /** Notes a time; one that there is no room for is left out. */
  synchronized void add(long took) {
    if (count < MOST) {
      nanos[count++] = took;
    }
  }

  /** Returns what was noted, and forgets it. */
  synchronized Spread take() {
    Arrays.sort(nanos, 0, count);
    Spread spread = new Spread(count, at(0.5), at(0.99), at(0.999));
    count = 0;
    return spread;
  }

  private long at(double share) {
    return count == 0 ? 0 : nanos[(int) Math.min(count - 1, Math.floor(count * share))] / 1_000;
  }

  /**
   * How times spread, in microseconds.
   *
   * @param count how many there were; if 0, the rest is 0
   * @param median half are at most this
   * @param p99 of a hundred one is above
   * @param p999 of a thousand one is above
   */
  record Spread(int count, long median, long p99, long p999) {}
}
