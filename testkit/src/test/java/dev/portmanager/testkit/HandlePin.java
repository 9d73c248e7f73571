package dev.portmanager.testkit;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A pin by start time: looks whether the pid still has it before each signal. */
final class HandlePin implements PinnedProcess {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final ProcessKiller killer;
  private final ProcessInfo process;
  private final Presence.Running running;

  HandlePin(ProcessKiller killer, ProcessInfo process, Presence.Running running) {
    this.killer = killer;
    this.process = process;
    this.running = running;
  }

  @Override
  public ProcessInfo process() {
    return process;
  }

  @Override
  public Optional<String> weakness() {
    return Optional.of("The pid is looked at before each signal, and could change hands between.");
  }

  @Override
  public Optional<String> protection() {
    return Optional.empty();
  }

  @Override
  public boolean listensOn(Protocol protocol, int port) {
    return lives()
        && killer.listeners(ListenerQuery.ofPort(port, protocol)).stream()
            .map(Listener::ownership)
            .filter(Ownership.Known.class::isInstance)
            .flatMap(known -> ((Ownership.Known) known).owners().stream())
            .anyMatch(owner -> owner.pid() == process.pid());
  }

  @Override
  public SignalOutcome terminate() {
    return signal(ProcessHandle::destroy);
  }

  @Override
  public SignalOutcome kill() {
    return signal(ProcessHandle::destroyForcibly);
  }

  private SignalOutcome signal(Predicate<ProcessHandle> signal) {
    if (!lives()) {
      return new SignalOutcome(SignalOutcome.Status.GONE, "ended");
    }
    boolean sent = ProcessHandle.of(process.pid()).map(signal::test).orElse(false);
    return new SignalOutcome(
        sent ? SignalOutcome.Status.SENT : SignalOutcome.Status.DENIED, "ProcessHandle");
  }

  @Override
  public boolean awaitExit(Duration timeout) throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (!lives() || handle.isEmpty()) {
      return true;
    }
    long nanos = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    try {
      handle.get().onExit().get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return !lives();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for " + process, e);
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private boolean lives() {
    return killer.host().presence(process.pid()).equals(running);
  }
}
