package dev.portmanager.os.linux;

import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.os.linux.procfs.LoginNames;
import dev.portmanager.os.linux.procfs.MalformedProcFileException;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcStatus;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts of a Linux machine, from /proc in pure Java: no JNA class is loaded, so an allocation
 * that finds a port never pays for it. The one exception is named at {@link #presence}.
 */
final class LinuxHost implements Host {

  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f-]{36}");
  private static final Pattern TWO_PORTS = Pattern.compile("(\\d{1,5})\\s+(\\d{1,5})");

  /** Sticky, and read, write and search for all: inode(7). */
  private static final int SHARED_FOLDER = 01777;

  private final ProcFs proc;
  private final Path shared;
  private final Lazy<Map<String, String>> loginNames;
  private final Lazy<String> bootId;
  private final Lazy<String> userId;
  private final Lazy<Optional<String>> pidNamespace;
  private final Namespaces namespaces;
  private final PresenceProbe presence;

  LinuxHost() {
    this(new ProcFs(Path.of("/proc")), Path.of("/dev/shm"), Path.of("/etc/passwd"));
  }

  LinuxHost(ProcFs proc, Path shared, Path passwd) {
    this.proc = proc;
    this.shared = shared;
    this.loginNames = new Lazy<>(() -> readLoginNames(passwd));
    this.bootId = new Lazy<>(this::readBootId);
    this.userId = new Lazy<>(() -> Long.toString(ProcStatus.parse(text("self/status")).userId()));
    this.namespaces = new Namespaces(proc);
    this.pidNamespace = new Lazy<>(namespaces::pid);
    this.presence = new PresenceProbe(proc, new Lazy<>(this::hidesProcesses), this::pidNamespace);
  }

  @Override
  public String bootId() {
    return bootId.get();
  }

  @Override
  public Optional<String> pidNamespace() {
    return pidNamespace.get();
  }

  @Override
  public String networkNamespace() {
    return namespaces.network();
  }

  @Override
  public String userId() {
    return userId.get();
  }

  @Override
  public String userName(String userId) {
    return loginNames.get().getOrDefault(userId, userId);
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
    return readSetting("ip_local_port_range")
        .map(TWO_PORTS::matcher)
        .filter(Matcher::matches)
        .map(
            ports ->
                new PortRange(Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2))));
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
    if (!BOOT_ID.matcher(id).matches()) {
      throw new MalformedProcFileException("a UUID in sys/kernel/random/boot_id", id);
    }
    return id;
  }

  private boolean hidesProcesses() {
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
    return new PortManagerException(
        "cannot read " + file + " in /proc (" + cause + "); procfs must be mounted at /proc",
        cause);
  }

  private static Map<String, String> readLoginNames(Path passwd) {
    try {
      return LoginNames.parse(Files.readString(passwd, StandardCharsets.ISO_8859_1));
    } catch (IOException | UncheckedIOException e) {
      return Map.of(); // a container without the file: users have numbers only
    }
  }
}
