package dev.portmanager.core.registry;

import dev.portmanager.NativeCallException;
import dev.portmanager.PortRange;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A machine whose users, processes and clock a test sets, over the real file system. */
public final class SimulatedHost implements Host {

  public static final long SELF_START = 77;

  private final String user;
  private final Optional<Path> root;
  private final Map<Long, Presence> processes;
  private final Map<Path, String> owners;
  volatile Duration uptime = Duration.ofSeconds(1_000);
  volatile String bootId = "boot-1";
  volatile Optional<String> pidNamespace = Optional.of("pid-1");

  boolean rootFails;
  volatile List<String> strangers = List.of();

  private SimulatedHost(
      String user, Optional<Path> root, Map<Long, Presence> processes, Map<Path, String> owners) {
    this.user = user;
    this.root = root;
    this.processes = processes;
    this.owners = owners;
  }

  /** Returns a host on which only this process runs. */
  public static SimulatedHost of(String user, Optional<Path> root) {
    Map<Long, Presence> processes = new ConcurrentHashMap<>();
    processes.put(ProcessHandle.current().pid(), new Presence.Running(SELF_START, user));
    return new SimulatedHost(user, root, processes, new ConcurrentHashMap<>());
  }

  /** Returns the same machine, as another user sees it. */
  SimulatedHost as(String other) {
    return new SimulatedHost(other, root, processes, owners);
  }

  void starts(long pid, long startTime) {
    processes.put(pid, new Presence.Running(startTime, user));
  }

  void hides(long pid) {
    processes.put(pid, new Presence.Unseen("hidden by the test"));
  }

  void ends(long pid) {
    processes.remove(pid);
  }

  /** Says who owns a folder and all that is in it; without that, this user owns everything. */
  void owns(String owner, Path folder) {
    owners.put(folder, owner);
  }

  @Override
  public String bootId() {
    return bootId;
  }

  @Override
  public Optional<String> pidNamespace() {
    return pidNamespace;
  }

  @Override
  public String networkNamespace() {
    return "net-1";
  }

  @Override
  public String userId() {
    return user;
  }

  @Override
  public String userName(String userId) {
    return "user" + userId;
  }

  @Override
  public Presence presence(long pid) {
    return processes.getOrDefault(pid, new Presence.Gone());
  }

  @Override
  public Duration uptime() {
    return uptime;
  }

  @Override
  public Optional<Path> registryRoot() {
    if (rootFails) {
      throw new NativeCallException("RegGetValue", 5, "Access is denied.");
    }
    return root;
  }

  @Override
  public String ownerOf(Path file) throws IOException {
    if (java.nio.file.Files.notExists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new java.nio.file.NoSuchFileException(file.toString());
    }
    return owners.entrySet().stream()
        .filter(entry -> file.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(user);
  }

  @Override
  public List<String> strangersWhoMayWrite(Path folder) {
    return strangers;
  }

  @Override
  public Optional<PortRange> ephemeralRange() {
    return Optional.of(new PortRange(32768, 60999));
  }

  @Override
  public List<PortRange> restrictedRanges() {
    return List.of(new PortRange(1, 1023));
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return true;
  }
}
