package dev.portmanager.testkit;

import dev.portmanager.PortRange;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The facts of a Linux machine, without any care for containers. */
final class ProcHost implements Host {

  @Override
  public String bootId() {
    return text(Path.of("/proc/sys/kernel/random/boot_id"));
  }

  @Override
  public Optional<String> pidNamespace() {
    return Optional.of(namespace("pid"));
  }

  @Override
  public String networkNamespace() {
    return namespace("net");
  }

  private static String namespace(String kind) {
    Path link = Fixtures.unchecked(() -> Files.readSymbolicLink(Path.of("/proc/self/ns", kind)));
    return link.toString().replaceAll("\\D", "");
  }

  @Override
  public String userId() {
    return Fixtures.unchecked(() -> ownerOf(Path.of("/proc", "" + ProcessHandle.current().pid())));
  }

  @Override
  public String userName(String userId) {
    return text(Path.of("/etc/passwd"))
        .lines()
        .map(line -> line.split(":", -1))
        .filter(field -> field[2].equals(userId))
        .map(field -> field[0])
        .findFirst()
        .orElse(userId);
  }

  @Override
  public Presence presence(long pid) {
    List<String> stat = ProcTables.stat(pid);
    if (stat.isEmpty() || stat.get(0).equals("Z") || stat.get(0).equals("X")) {
      return new Presence.Gone();
    }
    try {
      String user = ownerOf(Path.of("/proc", "" + pid));
      return new Presence.Running(Long.parseLong(stat.get(19)), user);
    } catch (IOException e) {
      return new Presence.Gone(); // It ended meanwhile.
    }
  }

  @Override
  public Duration uptime() {
    String seconds = text(Path.of("/proc/uptime")).split(" ", -1)[0];
    return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
  }

  @Override
  public Optional<Path> registryRoot() {
    return Optional.of(Path.of("/tmp"));
  }

  @Override
  public String ownerOf(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).toString();
  }

  @Override
  public Optional<PortRange> ephemeralRange() {
    String[] bounds = text(Path.of("/proc/sys/net/ipv4/ip_local_port_range")).split("\\s+", -1);
    return Optional.of(new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1])));
  }

  @Override
  public List<PortRange> restrictedRanges() {
    return List.of(new PortRange(1, 1023));
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return true;
  }

  private static String text(Path file) {
    return Fixtures.unchecked(
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            // In one read: a number of the kernel's is cut off where a second one begins.
            return new String(in.readNBytes(8192), StandardCharsets.UTF_8).trim();
          }
        });
  }
}
