package dev.portmanager.core;

import static java.util.Objects.requireNonNull;

import dev.portmanager.Diagnosis;
import dev.portmanager.LeaseInfo;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortPool;
import dev.portmanager.PortRange;
import dev.portmanager.Subscription;
import dev.portmanager.core.allocation.Leases;
import dev.portmanager.core.allocation.Pool;
import dev.portmanager.core.event.CloseActions;
import dev.portmanager.core.event.EventBus;
import dev.portmanager.core.lookup.PortLookup;
import dev.portmanager.core.registry.LeaseRegistries;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.spi.PortManagerSettings;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a manager shows of itself, and the rooms of core that this takes. Safe for use by several
 * threads, as each room is.
 */
abstract class ManagedPool implements PortPool {

  private final String name;
  private final PortRange range;
  private final ProcessKiller backEnd;
  private final CloseActions closeActions = new CloseActions();
  final LeaseRegistry registry;
  final EventBus events;
  final PortLookup lookup;
  final Leases leases;

  ManagedPool(PortManagerSettings settings, ProcessKiller backEnd) {
    this.name = settings.name();
    this.range = settings.range();
    this.events = new EventBus(name);
    this.registry = LeaseRegistries.open(settings.registry(), backEnd.host(), new Expiries(events));
    this.lookup = new PortLookup(backEnd, registry, events);
    Pool pool = new Pool(range, settings.excluded(), settings.cooldown());
    this.leases = new Leases(pool, registry, lookup, events);
    this.backEnd = backEnd;
  }

  /** Publishes that a lease ended by itself. */
  private record Expiries(EventBus events) implements Consumer<LeaseInfo> {

    @Override
    public void accept(LeaseInfo lease) {
      Instant now = Instant.now();
      events.publish(new PortEvent.Expired(now, lease, Duration.between(lease.since(), now)));
    }
  }

  final PortRange range() {
    return range;
  }

  @Override
  public final String getName() {
    return name;
  }

  @Override
  public final int getMinPort() {
    return range.min();
  }

  @Override
  public final int getMaxPort() {
    return range.max();
  }

  @Override
  public final PoolSnapshot pool() {
    return leases.snapshot();
  }

  @Override
  public final List<LeaseInfo> leases() {
    return registry.leases();
  }

  @Override
  public final Subscription subscribe(Consumer<? super PortEvent> observer) {
    return events.subscribe(requireNonNull(observer, "observer"));
  }

  @Override
  public final Subscription onClose(Runnable action) {
    return closeActions.add(action);
  }

  @Override
  public final List<Diagnosis> diagnose() {
    return new Diagnostics(backEnd, registry::diagnose, range).all();
  }

  /** Ends the leases, tells whoever asked for that, and ends the rest. */
  final void shut() {
    leases.close();
    closeActions.run();
    events.close();
    leases.closeRegistry();
  }
}
