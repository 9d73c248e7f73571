package dev.portmanager.core.kill;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pinned process of a {@link FakeMachine}. */
final class FakePin implements PinnedProcess {
  private final FakeMachine machine;
  private final FakeProcess process;
  private boolean open = true;

  FakePin(FakeMachine machine, FakeProcess process) {
    this.machine = machine;
    this.process = process;
  }

  @Override
  public ProcessInfo process() {
    return process.facts;
  }

  @Override
  public Optional<String> weakness() {
    return process.weakness;
  }

  @Override
  public Optional<String> protection() {
    return process.protection;
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    requireOpen("listensOn");
    failWith(process.lookFailure);
    return process.listens && process.stillListensWhenPinned;
  }

  @Override
  public SignalOutcome terminate() {
    requireOpen("terminate");
    failWith(process.terminateFailure);
    process.whenAsked.run();
    return signal(process.onTerminate, process.endsAfterTerminate);
  }

  @Override
  public SignalOutcome kill() {
    requireOpen("kill");
    failWith(process.killFailure);
    return signal(process.onKill, process.endsAfterKill);
  }

  private SignalOutcome signal(SignalOutcome answer, Optional<Duration> endsAfter) {
    if (!machine.lives(process.pid)) {
      return new SignalOutcome(Status.GONE, "ESRCH");
    }
    if (answer.status() == Status.SENT && endsAfter.isPresent()) {
      process.endsAt = Math.min(process.endsAt, machine.nanos() + endsAfter.get().toNanos());
    }
    return answer;
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    requireOpen("await");
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    failWith(process.awaitFailure);
    long now = machine.nanos();
    long left = process.endsAt - now;
    boolean ends = left <= timeout.toNanos();
    machine.pause(ends ? Duration.ofNanos(Math.max(0, left)) : timeout);
    return ends;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      machine.openPins--;
    }
  }

  private void requireOpen(String verb) {
    if (!open) {
      throw new IllegalStateException(verb + " through a pin that was given back");
    }
    machine.trace.add(verb + " " + process.pid);
  }

  private static void failWith(@Nullable RuntimeException failure) {
    if (failure != null) {
      throw failure;
    }
  }
}
