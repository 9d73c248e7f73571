package dev.portmanager.os.linux;

import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.os.linux.procfs.LoginNames;
import dev.portmanager.os.linux.procfs.MalformedProcFileException;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcStatus;
import dev.portmanager.os.linux.procfs.UnreadableProcException;
import dev.portmanager.os.linux.procfs.Uptime;
import dev.portmanager.os.linux.procfs.Visibility;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a Linux machine, from /proc in pure Java: no JNA class is loaded, so an allocation
 * that finds a port never pays for it. The one exception is named at {@link #presence}.
 *
 * <p>An allocation is mostly the first thing a JVM does with this class, so it is written without
 * what is slow to link: lambdas, patterns, streams. Facts that never change are read at first use;
 * threads that come at once may each read them, to the same result.
 */
final class LinuxHost implements Host {

  private static final int BOOT_ID_LENGTH = 36;

  /** Sticky, and read, write and search for all: inode(7). */
  private static final int SHARED_FOLDER = 01777;

  private final ProcFs proc;
  private final Path shared;
  private final Path passwd;
  private final Namespaces namespaces;
  private final PresenceProbe presence;
  private volatile @Nullable Map<String, String> loginNames;
  private volatile @Nullable String bootId;
  private volatile @Nullable String userId;
  private volatile Optional<String> pidNamespace = Optional.empty();

  /** Set after {@code pidNamespace}, which may be empty for good. */
  private volatile boolean pidNamespaceKnown;

  LinuxHost() {
    this(new ProcFs(Path.of("/proc")), Path.of("/dev/shm"), Path.of("/etc/passwd"));
  }

  LinuxHost(ProcFs proc, Path shared, Path passwd) {
    this.proc = proc;
    this.shared = shared;
    this.passwd = passwd;
    this.namespaces = new Namespaces(proc);
    this.presence = new PresenceProbe(this);
  }

  @Override
  public String bootId() {
    String known = bootId;
    if (known == null) {
      known = readBootId();
      bootId = known;
    }
    return known;
  }

  @Override
  public Optional<String> pidNamespace() {
    if (!pidNamespaceKnown) {
      pidNamespace = namespaces.pid();
      pidNamespaceKnown = true;
    }
    return pidNamespace;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Read from /proc/self: setting up {@link ProcessHandle} takes as long as the rest of an
   * allocation does.
   */
  @Override
  public long pid() {
    if (pidNamespace().isEmpty()) {
      return ProcessHandle.current().pid();
    }
    try {
      return Long.parseLong(proc.link("self"));
    } catch (IOException e) {
      throw unreadable("self", e);
    }
  }

  @Override
  public String networkNamespace() {
    return namespaces.network();
  }

  @Override
  public String userId() {
    String known = userId;
    if (known == null) {
      known = Long.toString(ProcStatus.parse(text("self/status")).userId());
      userId = known;
    }
    return known;
  }

  @Override
  public String userName(String userId) {
    Map<String, String> known = loginNames;
    if (known == null) {
      known = readLoginNames(passwd);
      loginNames = known;
    }
    return known.getOrDefault(userId, userId);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where /proc is mounted with {@code hidepid}, a process that is not listed may exist all the
   * same; then, and only then, {@code kill(pid, 0)} is asked, for which JNA is loaded.
   */
  @Override
  public Presence presence(long pid) {
    return presence.of(pid);
  }

  @Override
  public Duration uptime() {
    return Uptime.parse(text("uptime"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>That is /dev/shm, if it is what it should be: not /tmp, which services with {@code
   * PrivateTmp} see one of their own of, and which is swept by age.
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
    return Long.toString(ProcFs.ownerOf(file));
  }

  @Override
  public Optional<PortRange> ephemeralRange() {
    String setting = readSetting("ip_local_port_range").orElse("");
    StringTokenizer ports = new StringTokenizer(setting);
    if (ports.countTokens() != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PortRange(Integer.parseInt(ports.nextToken()), Integer.parseInt(ports.nextToken())));
    } catch (IllegalArgumentException e) {
      throw new MalformedProcFileException("two ports in ip_local_port_range", setting);
    }
  }

  @Override
  public List<PortRange> restrictedRanges() {
    int firstFree =
        readSetting("ip_unprivileged_port_start")
            .filter(text -> text.matches("\\d{1,5}"))
            .map(Integer::valueOf)
            .orElse(1024); // kernels before 4.11 have no such setting: PROT_SOCK
    return firstFree <= PortRange.LOWEST_PORT
        ? List.of()
        : List.of(new PortRange(PortRange.LOWEST_PORT, Math.min(firstFree - 1, 65_535)));
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return true;
  }

  ProcFs proc() {
    return proc;
  }

  private Optional<String> readSetting(String name) {
    try {
      return Optional.of(proc.text("sys/net/ipv4/" + name).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String readBootId() {
    String id = text("sys/kernel/random/boot_id").strip();
    boolean uuid = id.length() == BOOT_ID_LENGTH;
    for (int i = 0; uuid && i < BOOT_ID_LENGTH; i++) {
      uuid = "0123456789abcdef-".indexOf(id.charAt(i)) >= 0;
    }
    if (!uuid) {
      throw new MalformedProcFileException("a UUID in sys/kernel/random/boot_id", id);
    }
    return id;
  }

  /** Tells whether /proc leaves out processes that exist. */
  boolean hidesProcesses() {
    try {
      return Visibility.read(proc).hidden();
    } catch (IOException e) {
      throw unreadable("self", e);
    }
  }

  private String text(String file) {
    try {
      return proc.text(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static PortManagerException unreadable(String file, IOException cause) {
    return new UnreadableProcException("read " + file + " in /proc", cause);
  }

  private static Map<String, String> readLoginNames(Path passwd) {
    try {
      return LoginNames.parse(Files.readString(passwd, StandardCharsets.ISO_8859_1));
    } catch (IOException | UncheckedIOException e) {
      return Map.of(); // a container without the file: users have numbers only
    }
  }
}
