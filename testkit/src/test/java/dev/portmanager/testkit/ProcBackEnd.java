package dev.portmanager.testkit;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A right back end for Linux, as plain as can be: without native code, slow, and with pins that a
 * quick reuse of a pid could fool. It shows that the contract can be kept; its broken copies show
 * that the contract notices.
 */
final class ProcBackEnd implements ProcessKiller {

  private final ProcHost host = new ProcHost();
  private final boolean everyState;

  /**
   * Creates a back end.
   *
   * @param everyState whether to take a socket in any state for a listener, which is wrong
   */
  ProcBackEnd(boolean everyState) {
    this.everyState = everyState;
  }

  @Override
  public String name() {
    return "/proc";
  }

  @Override
  public boolean isSupported() {
    return Files.exists(Path.of("/proc/net/tcp"));
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    List<ProcTables.Socket> sockets = new ArrayList<>();
    for (Protocol protocol : query.protocols()) {
      ProcTables.sockets(protocol).stream()
          .filter(socket -> socket.listens() || everyState)
          .filter(socket -> query.matches(protocol, socket.address().getPort()))
          .forEach(sockets::add);
    }
    Map<String, SortedSet<Long>> holders = ProcTables.holders();
    return sockets.stream().map(socket -> listener(socket, holders)).toList();
  }

  private Listener listener(ProcTables.Socket socket, Map<String, SortedSet<Long>> holders) {
    List<ProcessInfo> owners =
        holders.getOrDefault(socket.inode(), new TreeSet<>()).stream()
            .flatMap(pid -> process(pid).stream())
            .toList();
    Ownership ownership =
        owners.isEmpty()
            ? new Ownership.Hidden("no process that may be seen holds it; ask as root")
            : new Ownership.Known(owners);
    return new Listener(socket.protocol(), socket.address(), ownership);
  }

  /** Returns what is known of a live process. */
  Optional<ProcessInfo> process(long pid) {
    if (!(host.presence(pid) instanceof Presence.Running running)) {
      return Optional.empty();
    }
    ProcessInfo.Builder process = ProcessInfo.builder(pid).user(host.userName(running.userId()));
    ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .ifPresent(process::startedAt);
    Path folder = Path.of("/proc", "" + pid);
    try {
      process.name(Files.readString(folder.resolve("comm")).trim());
      process.commandLine(Files.readString(folder.resolve("cmdline")).replace('\0', ' ').trim());
      process.parentPid(Long.parseLong(ProcTables.stat(pid).get(1)));
      process.executable(Files.readSymbolicLink(folder.resolve("exe")).toString());
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.of(process.build()); // It ended meanwhile, or is another user's.
    }
    return Optional.of(process.build());
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    return host.presence(pid) instanceof Presence.Running running
        ? process(pid).map(process -> new HandlePin(this, process, running))
        : Optional.empty();
  }

  @Override
  public List<Long> childrenOf(long pid) {
    return ProcTables.pids().stream()
        .filter(child -> host.presence(child) instanceof Presence.Running)
        .filter(child -> ProcTables.stat(child).stream().skip(1).findFirst().equals(parent(pid)))
        .toList();
  }

  private static Optional<String> parent(long pid) {
    return Optional.of("" + pid);
  }

  @Override
  public List<Diagnosis> diagnose() {
    return List.of(Diagnosis.ok("back end", "reads /proc"));
  }
}
