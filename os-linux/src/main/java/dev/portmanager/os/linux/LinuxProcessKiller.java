package dev.portmanager.os.linux;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.jna.SystemCalls;
import dev.portmanager.os.linux.listen.ListenerLookup;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.pin.Pins;
import dev.portmanager.os.linux.pin.ProcessView;
import dev.portmanager.os.linux.procfs.ProcStat;
import dev.portmanager.os.linux.procfs.UnreadableProcException;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The back end for Linux: sockets by sock_diag(7), their owners from the kernel's own walk or from
 * /proc, processes pinned by pidfd. Loads JNA at the first call that needs it. Safe for use by
 * several threads.
 */
public final class LinuxProcessKiller implements ProcessKiller {

  private final LinuxHost host = new LinuxHost();

  /** Guarded by {@code this} when written. */
  private volatile @Nullable Backend backend;

  private final Optional<KernelMode> kernel;

  /** Creates a back end; loads no native library. */
  public LinuxProcessKiller() {
    this(Optional.empty());
  }

  /** Creates a back end that asks the kernel as is said here, and shares nothing with others. */
  LinuxProcessKiller(Optional<KernelMode> kernel) {
    this.kernel = kernel;
  }

  @Override
  public String name() {
    return "Linux: sock_diag, /proc, pidfd";
  }

  @Override
  public boolean isSupported() {
    return "Linux".equals(System.getProperty("os.name")) && SystemCalls.isKnown();
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    return lookup().all(query);
  }

  @Override
  public List<Listener> listenersAtLeast(ListenerQuery query) {
    return lookup().atLeast(query);
  }

  @Override
  public BitSet listeningPorts(PortRange range, Protocol protocol) {
    BitSet ports = new BitSet();
    for (SocketRow row : backend().tables().rows(ListenerQuery.ofRange(range, protocol))) {
      ports.set(row.address().getPort());
    }
    return ports;
  }

  @Override
  public Means means() {
    Backend made = backend;
    return made != null && made.tier().walk().isPresent() ? Means.KERNEL : Means.SCAN;
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    backend();
    Pins pins = new Pins(new View());
    return host.pidNamespace().isPresent() ? pins.pin((int) pid) : pins.outOfReach((int) pid);
  }

  @Override
  public List<Long> childrenOf(long pid) {
    List<ProcStat> children = new ArrayList<>();
    try {
      for (long candidate : host.proc().numbersIn("")) {
        stat(candidate)
            .filter(stat -> stat.parentPid() == pid)
            .filter(stat -> !stat.isMainThreadDead() || stat.threads() > 1)
            .ifPresent(children::add);
      }
    } catch (IOException e) {
      throw new UnreadableProcException("list the processes in /proc", e);
    }
    children.sort(Comparator.comparingLong(ProcStat::startTicks));
    return children.stream().map(ProcStat::pid).toList();
  }

  @Override
  public List<Diagnosis> diagnose() {
    return new Findings(host, backend()).all();
  }

  /** Returns how far asking the kernel has come. */
  KernelTier kernelTier() {
    return backend().tier();
  }

  private ListenerLookup lookup() {
    return backend().lookup();
  }

  /** Loads the C library's binding; if that fails, the next use tries again. */
  private Backend backend() {
    Backend made = backend;
    return made == null ? makeBackend() : made;
  }

  private synchronized Backend makeBackend() {
    Backend made = backend;
    if (made == null) {
      made = new Backend(host, kernel);
      backend = made;
    }
    return made;
  }

  private Optional<ProcStat> stat(long pid) {
    try {
      return Optional.of(host.proc().stat(pid));
    } catch (IOException e) {
      return Optional.empty(); // it has ended since, or may not be seen
    }
  }

  /** What the pins ask of this object. */
  private final class View implements ProcessView {

    @Override
    public Presence presence(long pid) {
      return host.presence(pid);
    }

    @Override
    public Optional<ProcessInfo> read(long pid) {
      return backend().processes().read(pid);
    }

    @Override
    public Optional<String> protection(long pid) {
      if (pid == 1) {
        return Optional.of(
            "it is the first process: its end would end the machine or the container; stop the"
                + " service that listens through it instead");
      }
      return stat(pid)
          .filter(ProcStat::isKernelThread)
          .map(
              kernel ->
                  "it is a thread of the kernel, which no signal ends: unload or stop what"
                      + " started it");
    }

    @Override
    public boolean holds(ListenerQuery query, int pid) {
      return lookup().holds(query, pid);
    }
  }
}
