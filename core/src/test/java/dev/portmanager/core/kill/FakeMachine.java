package dev.portmanager.core.kill;

import dev.portmanager.Diagnosis;
import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortEvent;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Protocol;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A machine of scripted processes with a clock of its own, on which port {@value #PORT} is to be
 * freed. Waiting moves the clock and takes no time. Used by one thread.
 */
final class FakeMachine implements ProcessKiller, KillClock {
  static final int PORT = 8050;

  final List<PortEvent> events = new ArrayList<>();

  /** What was done to whom, in order: {@code pin 10}, {@code terminate 10}, ... */
  final List<String> trace = new ArrayList<>();

  final FakeHost host = new FakeHost(this);

  /** Listeners without a process that can be seen. */
  final List<Ownership> unowned = new ArrayList<>();

  Protocol protocol = Protocol.TCP;
  int openPins;
  int probes;
  @Nullable RuntimeException listenersFailure;
  Duration window = Aftermath.WINDOW;
  IntFunction<PortStatus> status = port -> probe();
  private final Map<Long, FakeProcess> processes = new TreeMap<>();
  private long now;

  FakeProcess add(FakeProcess process) {
    processes.put(process.pid, process);
    return process;
  }

  FakeProcess add(long pid) {
    return add(new FakeProcess(pid));
  }

  KillReport free(KillOptions options) {
    IntFunction<PortStatus> counted =
        port -> {
          probes++;
          return status.apply(port);
        };
    return new PortFreer(this, events::add, this, new Aftermath(host, counted, this, window))
        .free(PORT, options);
  }

  boolean lives(long pid) {
    FakeProcess process = processes.get(pid);
    return process != null && now < process.endsAt;
  }

  Duration uptime() {
    return Duration.ofNanos(now);
  }

  /** Returns what was done with this verb, without the verb: pids in order. */
  List<String> done(String verb) {
    return trace.stream()
        .filter(line -> line.startsWith(verb + " "))
        .map(line -> line.substring(verb.length() + 1))
        .toList();
  }

  PortStatus probe() {
    List<Listener> listeners = listeners(ListenerQuery.ofPort(PORT, protocol));
    return listeners.isEmpty()
        ? new PortStatus(PORT, PortState.FREE, "free", List.of())
        : new PortStatus(PORT, PortState.IN_USE, "something is bound to it", listeners);
  }

  Listener listener(Ownership ownership) {
    return new Listener(
        protocol, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), ownership);
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    now += time.toNanos();
  }

  @Override
  public String name() {
    return "fake";
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
    if (listenersFailure != null) {
      throw listenersFailure;
    }
    List<Listener> found = new ArrayList<>();
    for (FakeProcess process : processes.values()) {
      if (process.listens && lives(process.pid) && query.matches(protocol, PORT)) {
        found.add(listener(new Ownership.Known(List.of(process.facts))));
      }
    }
    unowned.forEach(ownership -> found.add(listener(ownership)));
    return found;
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    trace.add("pin " + pid);
    FakeProcess process = processes.get(pid);
    if (process == null || !lives(pid)) {
      return Optional.empty();
    }
    if (process.pinFailure != null) {
      throw process.pinFailure;
    }
    if (!process.pinnable) {
      return Optional.empty();
    }
    openPins++;
    process.whenPinned.run();
    return Optional.of(new FakePin(this, process));
  }

  @Override
  public List<Long> childrenOf(long pid) {
    trace.add("children " + pid);
    FakeProcess parent = processes.get(pid);
    if (parent != null && parent.childrenFailure != null) {
      throw parent.childrenFailure;
    }
    return processes.values().stream()
        .filter(p -> lives(p.pid) && p.facts.parentPid().orElse(-1) == pid)
        .map(p -> p.pid)
        .toList();
  }

  @Override
  public List<Diagnosis> diagnose() {
    return List.of();
  }
}
