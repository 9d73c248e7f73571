package dev.portmanager.core;

import static java.util.Objects.requireNonNull;

import dev.portmanager.Diagnosis;
import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.LeaseRequest;
import dev.portmanager.Listener;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.PortStatus;
import dev.portmanager.Protocol;
import dev.portmanager.ReleaseOutcome;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.core.kill.PortFreer;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PortManagerSettings;
import dev.portmanager.spi.ProcessKiller;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts the rooms of core together. Safe for use by several threads, as each room is. */
final class DefaultPortManager extends ManagedPool implements PortManager {

  private final ProcessKiller backEnd;

  DefaultPortManager(PortManagerSettings settings) {
    this(settings, chosen(settings.processKiller()));
  }

  private DefaultPortManager(PortManagerSettings settings, ProcessKiller backEnd) {
    super(settings, backEnd);
    this.backEnd = backEnd;
  }

  private static ProcessKiller chosen(Optional<ProcessKiller> given) {
    return given.isPresent() ? given.get() : BackEnds.find();
  }

  /** Finds out what works where there can be no manager, for want of a register. */
  static List<Diagnosis> diagnose(PortManagerSettings settings, LeaseRegistryException problem) {
    Supplier<Diagnosis> registry =
        () -> {
          throw problem;
        };
    return new Diagnostics(chosen(settings.processKiller()), registry, settings.range()).all();
  }

  boolean isClosed() {
    return leases.isClosed();
  }

  @Override
  public Map<String, Integer> getAppPorts() {
    return leases.ports();
  }

  @Override
  public boolean isPortInUse(int port) {
    return !lookup.isFree(PortRange.requirePort(port));
  }

  @Override
  public PortStatus status(int port) {
    return lookup.status(PortRange.requirePort(port));
  }

  @Override
  public List<Listener> listenersOn(int port) {
    PortRange.requirePort(port);
    return lookup.listeners(ListenerQuery.ofPort(port, Protocol.TCP, Protocol.UDP));
  }

  @Override
  public List<Listener> listeners() {
    return lookup.listeners(ListenerQuery.ofRange(range(), Protocol.TCP, Protocol.UDP));
  }

  @Override
  public SortedSet<Integer> listeningPorts() {
    BitSet ports = backEnd.listeningPorts(range(), Protocol.TCP);
    return Collections.unmodifiableSortedSet(
        ports.stream().boxed().collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public PortLease lease(LeaseRequest request) {
    return leases.lease(requireNonNull(request, "request"));
  }

  @Override
  public List<PortLease> leaseAll(List<LeaseRequest> all) {
    return leases.leaseAll(List.copyOf(requireNonNull(all, "all")));
  }

  @Override
  public OptionalInt lastPort(String appName) {
    return registry.lastPort(LeaseRequest.requireAppName(appName), range());
  }

  @Override
  public boolean releasePort(String appName) {
    return leases.release(appName);
  }

  @Override
  public ReleaseOutcome release(LeaseInfo lease, boolean force) {
    return registry.release(requireNonNull(lease, "lease"), force);
  }

  @Override
  public KillReport killProcessOnPort(int port, KillOptions options) {
    PortRange.requirePort(port);
    // Made here, not once: its classes are of no use to a JVM that only leases ports.
    return new PortFreer(backEnd, lookup::status, events::publish)
        .free(port, requireNonNull(options, "options"));
  }

  @Override
  public void close() {
    shut();
  }
}
