package dev.portmanager.reliability.model.jdk;

import dev.portmanager.reliability.model.Turn;

/** Numbers that are never the same twice, and the same in each turn of a process. */
public final class ThreadLocalRandom {

  private static final ThreadLocalRandom ONE = new ThreadLocalRandom();

  private ThreadLocalRandom() {}

  /** See the JDK. */
  public static ThreadLocalRandom current() {
    return ONE;
  }

  /** See the JDK. */
  public long nextLong() {
    long fresh = Turn.now().fresh();
    return (fresh << 40) | (fresh << 8);
  }
}
