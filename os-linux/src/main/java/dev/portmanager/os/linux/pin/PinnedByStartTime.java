package dev.portmanager.os.linux.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * A process known by its number and its start time, where there is no pidfd: kernels before 5.3,
 * and sandboxes that hide the call. The start time is read again before each signal.
 */
final class PinnedByStartTime implements PinnedProcess {

  private static final long SHORTEST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final ProcessView view;
  private final ProcessInfo process;
  private final Presence presence;
  private final Optional<String> protection;

  private PinnedByStartTime(ProcessView view, ProcessInfo process, Presence presence) {
    this.view = view;
    this.process = process;
    this.presence = presence;
    this.protection = view.protection(process.pid());
  }

  /** Pins a process; empty if there is none. */
  static Optional<PinnedProcess> of(int pid, ProcessView view) {
    Presence presence = view.presence(pid);
    if (presence instanceof Presence.Gone) {
      return Optional.empty();
    }
    ProcessInfo process = view.read(pid).orElseGet(() -> ProcessInfo.builder(pid).build());
    PinnedByStartTime pin = new PinnedByStartTime(view, process, presence);
    return pin.hasEnded() ? Optional.empty() : Optional.of(pin);
  }

  @Override
  public ProcessInfo process() {
    return process;
  }

  @Override
  public Optional<String> weakness() {
    return Optional.of(
        "this system offers no pidfd, so the process is known by its number and start time: between"
            + " the check and the signal another could take its number");
  }

  @Override
  public Optional<String> protection() {
    return protection;
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return view.holds(ListenerQuery.ofPort(port, protocol), (int) process.pid()) && !hasEnded();
  }

  @Override
  public SignalOutcome terminate() {
    return signal(Signals.SIGTERM);
  }

  @Override
  public SignalOutcome kill() {
    return signal(Signals.SIGKILL);
  }

  private SignalOutcome signal(int signal) {
    if (hasEnded()) {
      return Signals.outcome(signal, Errno.ESRCH);
    }
    if (!(presence instanceof Presence.Running)) {
      // Without a start time nothing tells this process from a later one with its number.
      return Signals.outcome(signal, Errno.EPERM);
    }
    int sent = LibC.kill((int) process.pid(), signal);
    return Signals.outcome(signal, sent == 0 ? 0 : LibC.errno());
  }

  private boolean hasEnded() {
    Presence now = view.presence(process.pid());
    if (now instanceof Presence.Running running && presence instanceof Presence.Running pinned) {
      return running.startTime() != pinned.startTime();
    }
    return now instanceof Presence.Gone;
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    long pause = SHORTEST_PAUSE_MILLIS;
    while (!hasEnded()) {
      long left = deadline.millisLeft();
      if (left == 0) {
        return false;
      }
      // Without a pidfd the kernel tells only parents of an exit.
      Thread.sleep(Math.min(pause, left));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
    return true;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
