package dev.portmanager.core;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.core.registry.SimulatedHost;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells of the listeners that a test names; the sockets themselves are real. */
public final class SimulatedBackEnd implements ProcessKiller {

  private final Host host = SimulatedHost.of("1000", Optional.empty());
  private final Map<Integer, Ownership> owners = new ConcurrentHashMap<>();
  private final Set<Integer> reserved = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lookUps = new AtomicInteger();

  /** Keeps a port from everybody; a test binds it, so that nobody can. */
  void reserves(int port) {
    reserved.add(port);
  }

  @Override
  public Optional<String> reservation(int port) {
    return reserved.contains(port) ? Optional.of("kept for others") : Optional.empty();
  }

  void listens(int port, Ownership ownership) {
    owners.put(port, ownership);
  }

  void listens(int port, long pid, String name) {
    listens(
        port,
        new Ownership.Known(List.of(ProcessInfo.builder(pid).name(name).user("joe").build())));
  }

  int lookUps() {
    return lookUps.get();
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    lookUps.incrementAndGet();
    return owners.entrySet().stream()
        .filter(entry -> query.matches(Protocol.TCP, entry.getKey()))
        .map(
            entry ->
                new Listener(
                    Protocol.TCP,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), entry.getKey()),
                    entry.getValue()))
        .toList();
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    return Optional.empty();
  }

  @Override
  public List<Long> childrenOf(long pid) {
    return List.of();
  }

  @Override
  public List<Diagnosis> diagnose() {
    return List.of(Diagnosis.ok("simulated", "nothing here is real but the sockets"));
  }
}
