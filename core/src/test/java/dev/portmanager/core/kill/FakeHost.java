package dev.portmanager.core.kill;

import dev.portmanager.PortRange;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The facts of a {@link FakeMachine}; this process runs there as bob. */
final class FakeHost implements Host {
  private final FakeMachine machine;
  Optional<String> pidNamespace = Optional.of("pid-1");
  String userName = "bob";

  FakeHost(FakeMachine machine) {
    this.machine = machine;
  }

  @Override
  public String bootId() {
    return "boot-1";
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
    return "1000";
  }

  @Override
  public String userName(String userId) {
    return userName;
  }

  @Override
  public Presence presence(long pid) {
    return machine.lives(pid) ? new Presence.Running(pid, "1001") : new Presence.Gone();
  }

  @Override
  public Duration uptime() {
    return machine.uptime();
  }

  @Override
  public Optional<Path> registryRoot() {
    return Optional.empty();
  }

  @Override
  public String ownerOf(Path file) {
    return userId();
  }

  @Override
  public Optional<PortRange> ephemeralRange() {
    return Optional.empty();
  }

  @Override
  public List<PortRange> restrictedRanges() {
    return List.of();
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return true;
  }
}
