package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.Listener;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ReleaseOutcome;
import dev.portmanager.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A manager that answers what a test set, and remembers what it was asked. */
final class FakePortManager implements PortManager {

  PortRange range = PortRange.DEFAULT;
  final Map<Integer, PortStatus> statuses = new HashMap<>();
  final List<Listener> listeners = new ArrayList<>();
  final List<LeaseInfo> leases = new ArrayList<>();
  final List<Diagnosis> findings = new ArrayList<>();
  OptionalInt last = OptionalInt.empty();
  boolean inUse;
  boolean closed;
  Function<LeaseRequest, Integer> leasing = request -> 8050;
  BiFunction<Integer, KillOptions, KillReport> killing =
      (port, options) -> Fixtures.report(port, PortState.FREE, "nothing listens");
  ReleaseOutcome released = ReleaseOutcome.RELEASED;

  final List<LeaseRequest> requests = new ArrayList<>();
  final List<KillOptions> kills = new ArrayList<>();
  final List<String> calls = new ArrayList<>();

  @Override
  public String getName() {
    return "fake";
  }

  @Override
  public PoolSnapshot pool() {
    return new PoolSnapshot(range, range.size(), leases, 0);
  }

  @Override
  public Subscription onClose(Runnable action) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getMinPort() {
    return range.min();
  }

  @Override
  public int getMaxPort() {
    return range.max();
  }

  @Override
  public boolean isPortInUse(int port) {
    return inUse;
  }

  @Override
  public PortStatus status(int port) {
    return statuses.getOrDefault(
        port, new PortStatus(port, PortState.FREE, "nothing is bound to it", List.of()));
  }

  @Override
  public List<Listener> listenersOn(int port) {
    calls.add("listenersOn " + port);
    return listeners.stream().filter(listener -> listener.port() == port).toList();
  }

  @Override
  public List<Listener> listeners() {
    calls.add("listeners " + range);
    return List.copyOf(listeners);
  }

  @Override
  public PortLease lease(LeaseRequest request) {
    requests.add(request);
    return Fixtures.lease(request.appName(), leasing.apply(request));
  }

  @Override
  public OptionalInt lastPort(String appName) {
    return last;
  }

  @Override
  public ReleaseOutcome release(LeaseInfo lease, boolean force) {
    calls.add("release " + lease.port() + " " + force);
    return released;
  }

  @Override
  public List<LeaseInfo> leases() {
    return List.copyOf(leases);
  }

  @Override
  public KillReport killProcessOnPort(int port, KillOptions options) {
    kills.add(options);
    return killing.apply(port, options);
  }

  @Override
  public List<Diagnosis> diagnose() {
    return findings;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Map<String, Integer> getAppPorts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getUniquePort(String appName) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PortLease lease(String appName) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PortLease> leaseAll(List<LeaseRequest> all) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean releasePort(String appName) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean killProcessOnPort(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(Consumer<? super PortEvent> observer) {
    throw new UnsupportedOperationException();
  }
}
