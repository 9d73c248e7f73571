package dev.portmanager.jmx.source;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortPool;
import java.util.EnumMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often the operations of a manager's bean were called: counted by the bean, shown by the
 * meters, which know nothing of one another. One for each manager, kept as long as that is. Safe
 * for use by several threads.
 */
public final class OperationCounts {

  /** Guarded by itself; its values do not lead to its keys. */
  private static final Map<PortPool, OperationCounts> BY_MANAGER = new WeakHashMap<>();

  /** Filled by the constructor and not changed after. */
  private final Map<Method, Map<Outcome, LongAdder>> counts = new EnumMap<>(Method.class);

  private OperationCounts() {
    for (Method method : Method.values()) {
      Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new LongAdder());
      }
      counts.put(method, outcomes);
    }
  }

  /**
   * Returns the counts of a manager.
   *
   * @param manager the manager
   * @return the same counts for every caller
   */
  public static OperationCounts of(PortPool manager) {
    synchronized (BY_MANAGER) {
      return BY_MANAGER.computeIfAbsent(manager, unused -> new OperationCounts());
    }
  }

  /**
   * Counts one call.
   *
   * @param method the operation
   * @param outcome how it ended
   */
  public void count(Method method, Outcome outcome) {
    adder(method, outcome).increment();
  }

  /**
   * Returns how many calls of an operation ended in a way.
   *
   * @param method the operation
   * @param outcome the way
   * @return the number since the first bean of the manager was registered
   */
  public long total(Method method, Outcome outcome) {
    return adder(method, outcome).sum();
  }

  private LongAdder adder(Method method, Outcome outcome) {
    return requireNonNull(requireNonNull(counts.get(method)).get(outcome));
  }

  /** The operations of the bean. */
  public enum Method {
    /** {@code findProcessOnPort}. */
    FIND_PROCESS_ON_PORT("findProcessOnPort"),
    /** {@code findLease}. */
    FIND_LEASE("findLease"),
    /** {@code releaseApplication}. */
    RELEASE_APPLICATION("releaseApplication"),
    /** {@code releasePort}. */
    RELEASE_PORT("releasePort"),
    /** {@code killProcessOnPort}. */
    KILL_PROCESS_ON_PORT("killProcessOnPort");

    private final String id;

    Method(String id) {
      this.id = id;
    }

    /**
     * Returns the name that the bean and the meters show.
     *
     * @return the name in Java
     */
    public String id() {
      return id;
    }
  }

  /** How a call ended. */
  public enum Outcome {
    /** It was carried out. */
    SUCCESS,
    /** It was not allowed. */
    DENIED,
    /** Its arguments were out of bounds, or it failed. */
    ERROR
  }
}
