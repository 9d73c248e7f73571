package dev.portmanager.os.linux.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * A process pinned by a pidfd: whatever goes through it reaches this process or none. What is read
 * from /proc by number is believed only if the process had not ended after it was read, since its
 * number cannot have been another's then.
 */
final class PinnedByPidFd implements PinnedProcess {

  /** How long an interrupt may go unnoticed; the process's end is noticed at once. */
  private static final long SLICE_MILLIS = 50;

  private final PidFd pidFd;
  private final ProcessView view;
  private final ProcessInfo process;
  private final Optional<String> protection;

  private PinnedByPidFd(PidFd pidFd, ProcessView view, ProcessInfo process, Optional<String> why) {
    this.pidFd = pidFd;
    this.view = view;
    this.process = process;
    this.protection = why;
  }

  /** Completes a pin; empty, and the pidfd closed, if the process has ended by now. */
  static Optional<PinnedProcess> of(PidFd pidFd, int pid, ProcessView view) {
    try {
      ProcessInfo process = view.read(pid).orElseGet(() -> ProcessInfo.builder(pid).build());
      Optional<String> protection = view.protection(pid);
      if (!pidFd.hasEndedWithin(0)) {
        return Optional.of(new PinnedByPidFd(pidFd, view, process, protection));
      }
    } catch (RuntimeException | Error e) {
      pidFd.close();
      throw e;
    }
    pidFd.close();
    return Optional.empty();
  }

  @Override
  public ProcessInfo process() {
    return process;
  }

  @Override
  public Optional<String> weakness() {
    return Optional.empty();
  }

  @Override
  public Optional<String> protection() {
    return protection;
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return view.holds(ListenerQuery.ofPort(port, protocol), (int) process.pid())
        && !pidFd.hasEndedWithin(0);
  }

  @Override
  public SignalOutcome terminate() {
    return Signals.outcome(Signals.SIGTERM, pidFd.signal(Signals.SIGTERM));
  }

  @Override
  public SignalOutcome kill() {
    return Signals.outcome(Signals.SIGKILL, pidFd.signal(Signals.SIGKILL));
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + process + " to end");
      }
      long left = deadline.millisLeft();
      if (pidFd.hasEndedWithin((int) Math.min(left, SLICE_MILLIS))) {
        return true;
      }
      if (left == 0) {
        return false;
      }
    }
  }

  @Override
  public void close() {
    pidFd.close();
  }
}
