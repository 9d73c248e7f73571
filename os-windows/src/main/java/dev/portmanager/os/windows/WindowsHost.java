package dev.portmanager.os.windows;

import dev.portmanager.NativeCallException;
import dev.portmanager.PortRange;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.ProcessReader;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.security.FileSecurity;
import dev.portmanager.os.windows.security.Sid;
import dev.portmanager.os.windows.security.Users;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The facts of a Windows machine. Java tells none of them, so JNA is loaded at the first use. Safe
 * for use by several threads.
 */
final class WindowsHost implements Host {

  /** The compartment in which everything is that is in no container. */
  private static final int PRIMARY_COMPARTMENT = 1;

  private final Win32 win32;
  private final Users users;
  private final FileSecurity files;
  private final Lazy<String> bootId;
  private final Lazy<Sid> user;
  private final Lazy<Boolean> elevated;
  private final Lazy<Optional<PortRange>> dynamicPorts = new Lazy<>(DynamicPorts::find);

  WindowsHost(Win32 win32, Users users) {
    this.win32 = win32;
    this.users = users;
    this.files = new FileSecurity(win32);
    this.bootId = new Lazy<>(() -> BootId.read(win32));
    this.user = new Lazy<>(this::readUser);
    this.elevated = new Lazy<>(() -> users.isElevated(win32.kernel32().get().GetCurrentProcess()));
  }

  @Override
  public String bootId() {
    return bootId.get();
  }

  /**
   * {@inheritDoc}
   *
   * <p>All processes of a Windows share one world of ids, those of containers included; these are
   * told apart by {@link #networkNamespace}.
   */
  @Override
  public Optional<String> pidNamespace() {
    return Optional.of("windows");
  }

  /** {@inheritDoc} That is the network compartment: a container has one of its own. */
  @Override
  public String networkNamespace() {
    int compartment;
    try {
      compartment = win32.ipHlpApi().get().GetCurrentThreadCompartmentId();
    } catch (UnsatisfiedLinkError e) {
      compartment = PRIMARY_COMPARTMENT; // a Windows without compartments
    }
    return "compartment-" + Integer.toUnsignedString(compartment);
  }

  @Override
  public String userId() {
    return user.get().text();
  }

  @Override
  public String userName(String userId) {
    return users.name(new Sid(userId));
  }

  @Override
  public Presence presence(long pid) {
    try {
      return look(pid);
    } catch (NativeCallException e) {
      return new Presence.Unseen("the system does not tell: " + e.getMessage());
    }
  }

  private Presence look(long pid) {
    OpenProcess.Opened opened =
        OpenProcess.open(win32, pid, Kernel32.PROCESS_QUERY_LIMITED_INFORMATION);
    if (opened instanceof OpenProcess.Opened.Open open) {
      try (OpenProcess process = open.process()) {
        return presence(process);
      }
    }
    if (opened instanceof OpenProcess.Opened.Refused refused) {
      ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
      return snapshot
          .find(pid)
          .<Presence>map(
              entry ->
                  new Presence.Unseen(ProcessReader.refusal(entry, snapshot, refused.failure())))
          .orElseGet(Presence.Gone::new);
    }
    return new Presence.Gone();
  }

  private Presence presence(OpenProcess process) {
    if (process.hasExited()) {
      return new Presence.Gone();
    }
    long createdAt = process.createdAt();
    return new Presence.Running(createdAt, users.of(process.handle()).text());
  }

  @Override
  public Duration uptime() {
    return Duration.ofMillis(win32.kernel32().get().GetTickCount64());
  }

  /**
   * {@inheritDoc}
   *
   * <p>That is ProgramData, as the registry has it: environment variables differ between processes.
   */
  @Override
  public Optional<Path> registryRoot() {
    char[] data = new char[1_024];
    int[] size = {data.length * Character.BYTES};
    int code =
        win32
            .advapi32()
            .get()
            .RegGetValueW(
                Advapi32.HKEY_LOCAL_MACHINE,
                WideText.of("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"),
                WideText.of("ProgramData"),
                Advapi32.RRF_RT_REG_SZ,
                new int[1],
                data,
                size);
    if (code == WinError.FILE_NOT_FOUND) {
      return Optional.empty();
    }
    if (code != 0) {
      throw WinError.failure(win32.kernel32().get(), "RegGetValue", code, "ProgramData");
    }
    return Optional.of(Path.of(WideText.read(data)))
        .filter(root -> Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * {@inheritDoc}
   *
   * <p>What an elevated process makes may belong to the group of administrators: to one that is
   * elevated itself, that counts as its user's own.
   */
  @Override
  public String ownerOf(Path file) throws IOException {
    Sid owner = files.read(file).owner();
    return owner.equals(Sid.ADMINISTRATORS) && elevated.get() ? userId() : owner.text();
  }

  @Override
  public void createOwnFolder(Path folder) throws IOException {
    files.createFolder(folder, user.get());
  }

  @Override
  public List<String> strangersWhoMayWrite(Path folder) throws IOException {
    return FileSecurity.strangers(files.read(folder), user.get()).stream()
        .map(this::userName)
        .toList();
  }

  @Override
  public Optional<PortRange> ephemeralRange() {
    return dynamicPorts.get();
  }

  /**
   * {@inheritDoc}
   *
   * <p>None is known in advance: Windows has no documented call that lists the ranges that it keeps
   * for others. A port in one of them is recognised when it is tried, see {@link
   * WindowsProcessKiller#reservation}.
   */
  @Override
  public List<PortRange> restrictedRanges() {
    return List.of();
  }

  @Override
  public boolean wildcardExcludesSpecific() {
    return true;
  }

  boolean isElevated() {
    return elevated.get();
  }

  private Sid readUser() {
    return users.of(win32.kernel32().get().GetCurrentProcess());
  }
}
