package dev.portmanager.jmx.meter;

import dev.portmanager.PortEvent;
import dev.portmanager.PortManager;
import dev.portmanager.Subscription;
import dev.portmanager.jmx.source.OperationCounts;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one manager in one registry, and the subscription that feeds them.
 *
 * <p>Events are counted by the manager's thread alone; the rest is safe for use by several threads.
 */
public final class Binding implements AutoCloseable, Consumer<PortEvent> {

  /** Held while a name is looked for and taken, so that two bindings cannot both find it free. */
  private static final Object NAMES = new Object();

  private final MeterScope scope;
  private final String manager;
  private final AllocationMeters allocations;
  private final LeaseMeters leases;
  private final LookupMeters lookups;
  private final KillMeters kills;

  /** Null until the subscription is known, a moment after the first event may come. */
  private volatile @Nullable Subscription subscription;

  private long droppedBefore;

  private Binding(PortManager manager, MeterScope scope) {
    this.scope = scope;
    this.manager = manager.getName();
    PoolMeters.register(manager, scope);
    OperationMeters.register(OperationCounts.of(manager), scope);
    this.allocations = new AllocationMeters(scope);
    this.leases = new LeaseMeters(scope);
    this.lookups = new LookupMeters(scope);
    this.kills = new KillMeters(scope);
  }

  /**
   * Registers the meters of a manager.
   *
   * @param registry where
   * @param manager the manager
   * @param settings how they are named
   * @return the binding, to be closed
   * @throws IllegalStateException if the registry has meters of a manager of that name, or the
   *     manager is closed; nothing is registered then
   */
  public static Binding bind(MeterRegistry registry, PortManager manager, MeterSettings settings) {
    MeterScope scope = new MeterScope(registry, settings, manager.getName());
    boolean complete = false;
    try {
      Binding binding;
      synchronized (NAMES) {
        if (scope.isTaken("pool.size")) {
          throw taken(scope, manager.getName());
        }
        binding = new Binding(manager, scope);
      }
      binding.subscription = manager.subscribe(binding);
      complete = true;
      return binding;
    } finally {
      if (!complete) {
        scope.removeAll();
      }
    }
  }

  private static IllegalStateException taken(MeterScope scope, String manager) {
    return new IllegalStateException(
        "this meter registry already has "
            + scope.name("pool.size")
            + " of a port manager named \""
            + manager
            + "\": give each manager a name of its own with PortManagers.builder().name(..), or"
            + " the meters a tag or a prefix of their own");
  }

  /**
   * Tells where the meters are.
   *
   * @param registry a registry
   * @return whether it is the one of this binding
   */
  public boolean isOf(MeterRegistry registry) {
    return scope.registry() == registry;
  }

  @Override
  public void accept(PortEvent event) {
    lookForLosses();
    allocations.count(event);
    leases.count(event);
    kills.count(event);
    if (event instanceof PortEvent.LookedUp lookedUp) {
      lookups.count(lookedUp);
    }
  }

  private void lookForLosses() {
    Subscription known = subscription;
    long dropped = known == null ? 0 : known.dropped();
    if (dropped == droppedBefore) {
      return;
    }
    if (droppedBefore == 0) {
      System.getLogger(Binding.class.getName())
          .log(
              Level.WARNING,
              "events of \"{0}\" came faster than they could be counted: its timers and counters"
                  + " show less than there was",
              manager);
    }
    droppedBefore = dropped;
    kills.forgetKills();
    leases.forgetKills();
  }

  /** Removes the meters from the registry and ends the subscription. */
  @Override
  public void close() {
    Subscription known = subscription;
    if (known != null) {
      known.close();
    }
    scope.removeAll();
  }
}
