package dev.portmanager.benchmarks.server;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The managers of a server, one for each range. To be used by one thread. */
final class Managers implements AutoCloseable {

  private final Optional<Path> registry;
  private final Map<PortRange, PortManager> managers = new HashMap<>();

  /**
   * Creates an object that opens nothing yet.
   *
   * @param registry where leases are recorded; empty for where they are by default
   */
  Managers(Optional<Path> registry) {
    this.registry = registry;
  }

  /**
   * Reads a range.
   *
   * @param argument {@code 20000-29999}, or a single port
   * @return the range
   */
  static PortRange range(String argument) {
    String[] ends = argument.split("-", -1);
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /** Returns the manager of a range, the same each time. */
  PortManager of(PortRange range) {
    return managers.computeIfAbsent(range, this::open);
  }

  /** Opens a manager that remembers nothing; to be closed by the caller. */
  PortManager open(PortRange range) {
    PortManagers.Builder builder =
        PortManagers.builder().range(range.min(), range.max()).cooldown(Duration.ZERO);
    registry.ifPresent(builder::registry);
    return builder.build();
  }

  @Override
  public void close() {
    managers.values().forEach(PortManager::close);
  }
}
