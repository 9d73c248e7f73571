package dev.portmanager.os.linux.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that /proc shows in another pid namespace: it can be read about, but its number names
 * another process here, so nothing is ever sent to it.
 */
final class OutOfReach implements PinnedProcess {

  private final ProcessView view;
  private final ProcessInfo process;
  private final String reason;

  OutOfReach(ProcessView view, ProcessInfo process, String reason) {
    this.view = view;
    this.process = process;
    this.reason = reason;
  }

  @Override
  public ProcessInfo process() {
    return process;
  }

  @Override
  public Optional<String> weakness() {
    return Optional.of(reason);
  }

  @Override
  public Optional<String> protection() {
    return Optional.of(reason);
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return view.holds(ListenerQuery.ofPort(port, protocol), (int) process.pid());
  }

  @Override
  public SignalOutcome terminate() {
    return new SignalOutcome(Status.DENIED, reason);
  }

  @Override
  public SignalOutcome kill() {
    return new SignalOutcome(Status.DENIED, reason);
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (isShown()) {
      long left = deadline.millisLeft();
      if (left == 0) {
        return false;
      }
      // Nothing tells of its end: it may not even be pinned.
      Thread.sleep(Math.min(left, 50));
    }
    return true;
  }

  private boolean isShown() {
    Optional<ProcessInfo> now = view.read(process.pid());
    return now.isPresent() && now.get().startedAt().equals(process.startedAt());
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
