package dev.portmanager.os.macos;

import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.os.macos.jna.LibSystem;
import dev.portmanager.os.macos.libproc.Kernel;
import dev.portmanager.os.macos.libproc.ProcessReader;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The facts of a Mac. macOS has no files that tell them, so JNA is loaded at the first that is
 * asked for; creating this object loads nothing.
 */
final class MacHost implements Host {

  /** There is one world of process ids and one of ports. */
  private static final String THE_ONLY_ONE = "mac";

  private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f-]{36}");

  /** Sticky, and read, write and search for all: stat(2). */
  private static final int SHARED_FOLDER = 01777;

  private final Path shared;
  private final Lazy<String> bootId = new Lazy<>(MacHost::readBootId);
  private final Lazy<String> userId = new Lazy<>(MacHost::readUserId);
  private final Map<String, String> userNames = new ConcurrentHashMap<>();

  MacHost() {
    this(Path.of("/private/var/tmp"));
  }

  MacHost(Path shared) {
    this.shared = shared;
  }

  /** Tells whether this JVM runs on a Mac. */
  static boolean isMac() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") || name.startsWith("darwin");
  }

  /** {@inheritDoc} It is the sysctl {@code kern.bootsessionuuid}. */
  @Override
  public String bootId() {
    return bootId.get();
  }

  @Override
  public Optional<String> pidNamespace() {
    return Optional.of(THE_ONLY_ONE);
  }

  @Override
  public String networkNamespace() {
    return THE_ONLY_ONE;
  }

  @Override
  public String userId() {
    return userId.get();
  }

  @Override
  public String userName(String userId) {
    return userNames.computeIfAbsent(userId, MacHost::readUserName);
  }

  /** {@inheritDoc} The start time is the kernel's count of processes at its start. */
  @Override
  public Presence presence(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return new Presence.Gone();
    }
    Binding.load();
    return ProcessReader.presence((int) pid);
  }

  @Override
  public Duration uptime() {
    Binding.load();
    return Kernel.uptime();
  }

  /**
   * {@inheritDoc}
   *
   * <p>That is /private/var/tmp: the same for daemons and for sessions, which {@code TMPDIR} is
   * not, and not swept by age, which /tmp is.
   */
  @Override
  public Optional<Path> registryRoot() {
    try {
      Object mode = Files.getAttribute(shared, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      boolean open = ((Integer) mode & SHARED_FOLDER) == SHARED_FOLDER;
      return open && Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(shared)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String ownerOf(Path file) throws IOException {
    Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return Long.toString(Integer.toUnsignedLong((Integer) owner));
  }

  /** {@inheritDoc} It is {@code net.inet.ip.portrange.first} to {@code .last}. */
  @Override
  public Optional<PortRange> ephemeralRange() {
    Binding.load();
    OptionalInt first = Kernel.number("net.inet.ip.portrange.first");
    OptionalInt last = Kernel.number("net.inet.ip.portrange.last");
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    int one = first.getAsInt();
    int two = last.getAsInt();
    // The kernel takes either order.
    int low = Math.max(Math.min(one, two), PortRange.LOWEST_PORT);
    int high = Math.min(Math.max(one, two), PortRange.HIGHEST_PORT);
    return low <= high ? Optional.of(new PortRange(low, high)) : Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * <p>None: since macOS 10.14 every user may listen on the wildcard address of every port.
   */
  @Override
  public List<PortRange> restrictedRanges() {
    return List.of();
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return false;
  }

  private static String readBootId() {
    Binding.load();
    String id = Kernel.text("kern.bootsessionuuid");
    if (!UUID.matcher(id).matches()) {
      throw new PortManagerException(
          "the sysctl kern.bootsessionuuid is no UUID, so a restart could not be told; report the"
              + " version of macOS");
    }
    return id;
  }

  private static String readUserId() {
    Binding.load();
    return Long.toString(Integer.toUnsignedLong(LibSystem.geteuid()));
  }

  private static String readUserName(String userId) {
    if (!userId.matches("\\d{1,10}")) {
      return userId;
    }
    Binding.load();
    Optional<String> name = Kernel.loginName(Long.parseLong(userId));
    return name.filter(text -> !text.isBlank()).orElse(userId);
  }
}
