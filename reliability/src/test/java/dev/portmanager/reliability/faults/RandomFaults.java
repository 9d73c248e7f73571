package dev.portmanager.reliability.faults;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every tenth call fails, at random, with one of the errors it documents; of those that a look
 * through /proc makes by the thousand, every thousandth. Safe for use by several threads.
 */
final class RandomFaults implements Faults.Plan {

  private static final int ONE_IN = 10;
  private static final Map<String, Integer> BULK =
      Map.of(
          "openat",
          1000,
          "readlinkat",
          1000,
          "getdents64",
          1000,
          "statx",
          1000,
          "kcmp",
          1000,
          "close",
          100);

  private final Map<String, List<Integer>> errnos = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Random random;

  RandomFaults(long seed) {
    random = new Random(seed);
  }

  int count() {
    return count.get();
  }

  @Override
  public int errno(String function, int nth, boolean subject) {
    if (random.nextInt(BULK.getOrDefault(function, ONE_IN)) != 0) {
      return 0;
    }
    count.incrementAndGet();
    List<Integer> documented = errnos.computeIfAbsent(function, Errnos::of);
    return documented.get(random.nextInt(documented.size()));
  }
}
