package dev.portmanager.reliability.model.program;

import dev.portmanager.PortRange;
import dev.portmanager.reliability.model.Machine;
import dev.portmanager.reliability.model.Setting;
import dev.portmanager.reliability.model.Turn;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The simulated machine, as the process sees it whose turn it is. */
final class ModelHost implements Host {

  private static Machine machine() {
    return Turn.now().machine();
  }

  private static Object step(boolean visible, String what, Object of, Turn.Effect effect) {
    try {
      return Turn.now().step(visible, what, of, effect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String bootId() {
    return "boot";
  }

  @Override
  public Optional<String> pidNamespace() {
    return Optional.of("pid");
  }

  @Override
  public long pid() {
    return machine().pid();
  }

  @Override
  public String networkNamespace() {
    return "net";
  }

  @Override
  public String userId() {
    return machine().user();
  }

  @Override
  public String userName(String userId) {
    return userId;
  }

  @Override
  public Presence presence(long pid) {
    return (Presence) step(machine().mayEnd(pid), "look at process", pid, m -> m.presence(pid));
  }

  @Override
  public Duration uptime() {
    return (Duration) step(machine().hasClock(), "read", "the uptime", Machine::uptime);
  }

  @Override
  public Optional<Path> registryRoot() {
    return Optional.of(Setting.ROOT);
  }

  @Override
  public String ownerOf(Path file) throws IOException {
    Turn.now().step(machine().isWatched(file), "stat", file, m -> m.find(file));
    String folder = Setting.ROOT.relativize(file).getName(0).toString();
    return folder.substring(folder.lastIndexOf('-') + 1);
  }

  @Override
  public void createOwnFolder(Path folder) throws IOException {
    Turn.now()
        .step(
            machine().isWatched(folder),
            "make",
            folder,
            m -> {
              m.makeFolder(folder);
              return true;
            });
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
