package dev.portmanager.cli.dashboard;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.ProcessKiller;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The back end of this system, but for one port whose owner it hides: nothing is hidden from root,
 * and who is not root cannot start another user's process.
 */
public final class HidingKiller implements ProcessKiller {

  private final ProcessKiller real;
  private final int hidden;

  /** Creates one that hides the owner of a port. */
  public HidingKiller(int hidden) {
    this.hidden = hidden;
    this.real =
        ServiceLoader.load(ProcessKiller.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(ProcessKiller::isSupported)
            .findFirst()
            .orElseThrow();
  }

  private List<Listener> hide(List<Listener> listeners) {
    return listeners.stream().map(this::hide).toList();
  }

  private Listener hide(Listener listener) {
    return listener.address().getPort() != hidden
        ? listener
        : new Listener(
            listener.protocol(),
            listener.address(),
            new Ownership.Hidden("it belongs to another user"));
  }

  @Override
  public List<Listener> listeners(ListenerQuery query) {
    return hide(real.listeners(query));
  }

  @Override
  public List<Listener> listenersAtLeast(ListenerQuery query) {
    return hide(real.listenersAtLeast(query));
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public boolean isSupported() {
    return real.isSupported();
  }

  @Override
  public Host host() {
    return real.host();
  }

  @Override
  public Optional<PinnedProcess> pin(long pid) {
    return real.pin(pid);
  }

  @Override
  public List<Long> childrenOf(long pid) {
    return real.childrenOf(pid);
  }

  @Override
  public List<Diagnosis> diagnose() {
    return real.diagnose();
  }
}
