package dev.portmanager.reliability.concurrency;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK does in one step, in two, with a moment between them: each method is named like the
 * one that it takes the place of, the object being its first argument.
 */
public final class Torn {

  private static final long MOMENT_NANOS = 1_000;

  private Torn() {}

  private static void moment() {
    LockSupport.parkNanos(MOMENT_NANOS);
  }

  /** See {@link Map#putIfAbsent}. */
  public static @Nullable Object putIfAbsent(Map<Object, Object> map, Object key, Object value) {
    Object before = map.get(key);
    moment();
    if (before == null) {
      map.put(key, value);
    }
    return before;
  }

  /** See {@link AtomicInteger#compareAndSet}. */
  public static boolean compareAndSet(AtomicInteger number, int expected, int next) {
    if (number.get() != expected) {
      return false;
    }
    moment();
    number.set(next);
    return true;
  }

  /** See {@link LongAdder#increment}. */
  public static void increment(LongAdder number) {
    long before = number.sum();
    moment();
    number.reset();
    number.add(before + 1);
  }

  /** See {@link Queue#poll}. */
  public static @Nullable Object poll(Queue<?> queue) {
    Object first = queue.peek();
    moment();
    queue.poll();
    return first;
  }

  /** See {@link Stream#allMatch}: no second look before the thread that delivers sleeps. */
  public static boolean allMatch(Stream<?> stream, Predicate<?> predicate) {
    return true;
  }

  /** See {@link Thread#interrupted}: a moment after the first look. */
  public static boolean interrupted() {
    moment();
    return Thread.interrupted();
  }

  /** See {@link Thread#join()}: no waiting. */
  public static void join(Thread thread) {
    moment();
  }

  /** See dev.portmanager.core.probe.Overlaps: a probe thinks that it is the only one. */
  public static boolean isAlone(Object overlaps, int port, int entered) {
    return true;
  }
}
