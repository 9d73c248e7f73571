package dev.portmanager.os.macos;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.macos.libproc.IdentityAnswer;
import dev.portmanager.os.macos.libproc.ProcessReader;
import dev.portmanager.os.macos.listen.ListenerLookup;
import dev.portmanager.os.macos.pin.Pins;
import dev.portmanager.os.macos.pin.ProcessView;
import dev.portmanager.os.macos.pin.SignalWay;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.List;
import java.util.Optional;

/**
 * The back end for macOS: sockets and their owners by libproc, processes known by their unique id,
 * signalled by audit token and awaited by kqueue. Loads JNA at the first call that needs it. Safe
 * for use by several threads.
 */
public final class MacProcessKiller implements ProcessKiller {

  private final MacHost host = new MacHost();
  private final ProcessReader processes =
      new ProcessReader(user -> host.userName(Long.toString(user)));
  private final ListenerLookup lookup = new ListenerLookup(processes);
  private final Lazy<Pins> pins = new Lazy<>(() -> new Pins(new View(), SignalWay.best()));

  /** Creates a back end; loads no native library. */
  public MacProcessKiller() {}

  @Override
  public String name() {
    return "macOS: libproc, audit tokens, kqueue";
  }

  @Override
  public boolean isSupported() {
    return MacHost.isMac();
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    Binding.load();
    return lookup.all(query);
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    Binding.load();
    return pins.get().pin((int) pid);
  }

  @Override
  public List<Long> childrenOf(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return List.of();
    }
    Binding.load();
    return ProcessReader.children((int) pid);
  }

  @Override
  public List<Diagnosis> diagnose() {
    Binding.load();
    return new Findings(host.userName(host.userId()), ListenerLookup.sight(), SignalWay.best())
        .all();
  }

  /** What the pins ask of this object. */
  private final class View implements ProcessView {

    @Override
    public IdentityAnswer identity(int pid) {
      return ProcessReader.identity(pid);
    }

    @Override
    public Optional<ProcessInfo> read(int pid) {
      return processes.read(pid);
    }

    @Override
    public Optional<String> protection(int pid) {
      if (pid == 1) {
        return Optional.of(
            "it is launchd, the first process: its end would end the system; stop the service that"
                + " listens through it instead (launchctl bootout)");
      }
      return ProcessReader.isSystem(pid)
          ? Optional.of("it is a part of the kernel, which no signal ends: stop what started it")
          : Optional.empty();
    }

    @Override
    public boolean holds(ListenerQuery query, int pid) {
      return ListenerLookup.holds(query, pid);
    }
  }
}
