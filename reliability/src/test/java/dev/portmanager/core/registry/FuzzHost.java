package dev.portmanager.core.registry;

import dev.portmanager.PortRange;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A machine on which every process lives, as the user whose register names it.
 *
 * @param userId the user who looks
 * @param root where the registers of all users are
 */
record FuzzHost(String userId, Path root) implements Host {

  static final String OWN = "1000";
  static final String OTHER = "1001";

  @Override
  public String bootId() {
    return "boot";
  }

  @Override
  public Optional<String> pidNamespace() {
    return Optional.of("pid");
  }

  @Override
  public String networkNamespace() {
    return "net";
  }

  @Override
  public String userName(String id) {
    return "user" + id;
  }

  @Override
  public Presence presence(long pid) {
    return new Presence.Running(0, OTHER);
  }

  @Override
  public Duration uptime() {
    return Duration.ofSeconds(1_000);
  }

  @Override
  public Optional<Path> registryRoot() {
    return Optional.of(root);
  }

  @Override
  public String ownerOf(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(file.toString());
    }
    return file.toString().contains(RegistryPlace.FOLDER_PREFIX + OTHER) ? OTHER : OWN;
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
