package dev.portmanager.os.windows.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that may not be opened: known by its pid and creation time, and nothing is ever sent to
 * it.
 */
final class PinnedUnopened implements PinnedProcess {

  private static final long PAUSE_MILLIS = 50;

  private final Win32 win32;
  private final PinView view;
  private final ProcessEntry entry;
  private final Pins.Described described;
  private final String reason;

  PinnedUnopened(Win32 win32, PinView view, ProcessEntry entry, Pins.Described described) {
    this.win32 = win32;
    this.view = view;
    this.entry = entry;
    this.described = described;
    this.reason = described.limit().orElse("it may not be opened");
  }

  @Override
  public ProcessInfo process() {
    return described.process();
  }

  @Override
  public Optional<String> weakness() {
    return Optional.of(
        reason + "; so it is known by its number and creation time, and nothing is sent to it");
  }

  @Override
  public Optional<String> protection() {
    return described.protection();
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return view.holds(ListenerQuery.ofPort(port, protocol), entry) && !hasEnded();
  }

  @Override
  public SignalOutcome terminate() {
    return refuse();
  }

  @Override
  public SignalOutcome kill() {
    return refuse();
  }

  private SignalOutcome refuse() {
    return hasEnded()
        ? new SignalOutcome(Status.GONE, "it had ended")
        : new SignalOutcome(Status.DENIED, reason);
  }

  private boolean hasEnded() {
    return ProcessSnapshot.take(win32)
        .find(entry.pid())
        .filter(now -> now.createdAt() == entry.createdAt())
        .isEmpty();
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (!hasEnded()) {
      long left = deadline.millisLeft();
      if (left == 0) {
        return false;
      }
      // Without a handle nothing tells of its end.
      Thread.sleep(Math.min(left, PAUSE_MILLIS));
    }
    return true;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
