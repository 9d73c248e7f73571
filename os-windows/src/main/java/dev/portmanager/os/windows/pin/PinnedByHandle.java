package dev.portmanager.os.windows.pin;

import dev.portmanager.NativeCallException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.Optional;

/** A process pinned by a handle: no other process has its pid as long as the handle is open. */
final class PinnedByHandle implements PinnedProcess {

  /** How long an interrupt may go unnoticed; the process's end is noticed at once. */
  private static final long SLICE_MILLIS = 50;

  /** The exit code of a process that was forced: not 259, which means that it still runs. */
  private static final int EXIT_CODE = 1;

  private final OpenProcess handle;
  private final Surroundings around;
  private final ProcessEntry entry;
  private final ProcessInfo process;
  private final Optional<String> protection;
  private final Optional<String> limit;

  /** The rest of the back end, as a pin needs it. */
  record Surroundings(PinView view, Asking asking, String helpOnDenial) {}

  PinnedByHandle(
      OpenProcess handle, ProcessEntry entry, Pins.Described described, Surroundings around) {
    this.handle = handle;
    this.entry = entry;
    this.process = described.process();
    this.protection = described.protection();
    this.limit = described.limit();
    this.around = around;
  }

  @Override
  public ProcessInfo process() {
    return process;
  }

  /** {@inheritDoc} The pin itself is none: what is said is what could not be read. */
  @Override
  public Optional<String> weakness() {
    return limit.map(why -> "not all is known of it: " + why);
  }

  @Override
  public Optional<String> protection() {
    return protection;
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return around.view().holds(ListenerQuery.ofPort(port, protocol), entry)
        && !handle.hasEndedWithin(0);
  }

  @Override
  public SignalOutcome terminate() {
    return handle.hasEndedWithin(0) ? gone("it was asked") : around.asking().ask(entry);
  }

  @Override
  public SignalOutcome kill() {
    if (handle.hasEndedWithin(0)) {
      return gone("TerminateProcess");
    }
    Optional<NativeCallException> failure = handle.terminate(EXIT_CODE);
    if (failure.isEmpty()) {
      return new SignalOutcome(Status.SENT, "TerminateProcess");
    }
    // The system denies it too where the process is just ending.
    if (handle.hasEndedWithin(0)) {
      return gone("TerminateProcess");
    }
    String said = String.valueOf(failure.get().getMessage());
    return failure.get().code() == WinError.ACCESS_DENIED
        ? new SignalOutcome(Status.DENIED, said + ": " + around.helpOnDenial())
        : new SignalOutcome(Status.UNSUPPORTED, said);
  }

  private static SignalOutcome gone(String before) {
    return new SignalOutcome(Status.GONE, "it had ended before " + before);
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for " + process + " to end");
      }
      long left = deadline.millisLeft();
      if (handle.hasEndedWithin((int) Math.min(left, SLICE_MILLIS))) {
        return true;
      }
      if (left == 0) {
        return false;
      }
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
