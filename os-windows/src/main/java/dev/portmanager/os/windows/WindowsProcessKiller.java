package dev.portmanager.os.windows;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.pin.Pins;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessReader;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.os.windows.security.Users;
import dev.portmanager.os.windows.table.ExclusiveBind;
import dev.portmanager.os.windows.table.SocketTables;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The back end for 64-bit Windows: sockets by iphlpapi, processes pinned by handles. Loads JNA at
 * the first call that needs it. Safe for use by several threads.
 */
public final class WindowsProcessKiller implements ProcessKiller {

  /** Addresses and handles have 64 bits, and layouts are those of 64-bit Windows. */
  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

  private static final int HIGHEST_PORT = 65_535;

  private final Win32 win32;
  private final WindowsHost host;
  private final SocketTables tables;
  private final ListenerLookup lookup;
  private final Pins pins;
  private final Reservations reservations;

  /** Creates a back end; loads no native library. */
  public WindowsProcessKiller() {
    this(Win32.real());
  }

  WindowsProcessKiller(Win32 win32) {
    this.win32 = win32;
    Users users = new Users(win32);
    Services services = new Services(win32);
    ProcessReader reader = new ProcessReader(win32, users, services);
    this.host = new WindowsHost(win32, users);
    this.tables = new SocketTables(win32);
    this.lookup = new ListenerLookup(win32, tables, reader);
    this.reservations = new Reservations(tables, new ExclusiveBind(win32));
    this.pins = new Pins(win32, reader, services, lookup::holds);
  }

  @Override
  public String name() {
    return "Windows: iphlpapi, process handles, service manager";
  }

  @Override
  public boolean isSupported() {
    return isWindows();
  }

  /** Tells whether this is a Windows that this back end is made for. */
  static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows")
        && PROCESSORS.contains(System.getProperty("os.arch", "").toLowerCase(Locale.ROOT));
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    return lookup.all(query);
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    return pins.pin(pid);
  }

  @Override
  public List<Long> childrenOf(long pid) {
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    return snapshot
        .find(pid)
        .map(parent -> snapshot.childrenOf(parent).stream().map(ProcessEntry::pid).toList())
        .orElse(List.of());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Ranges are reserved by Hyper-V, WSL and Windows NAT, and by administrators. No documented
   * call lists them; but Windows tells them from what a socket has when a port is tried.
   */
  @Override
  public Optional<String> reservation(int port) {
    return port < 1 || port > HIGHEST_PORT ? Optional.empty() : reservations.of(port);
  }

  @Override
  public List<Diagnosis> diagnose() {
    return new Findings(win32, host, tables).all();
  }
}
