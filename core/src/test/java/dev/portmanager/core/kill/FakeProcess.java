package dev.portmanager.core.kill;

import static java.util.Objects.requireNonNull;

import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a test wants a process of a {@link FakeMachine} to do. Ordinary until told otherwise. */
final class FakeProcess {
  final long pid;
  ProcessInfo facts;
  boolean listens = true;
  boolean stillListensWhenPinned = true;
  boolean pinnable = true;
  SignalOutcome onTerminate = new SignalOutcome(Status.SENT, "SIGTERM");
  SignalOutcome onKill = new SignalOutcome(Status.SENT, "SIGKILL");
  Optional<Duration> endsAfterTerminate = Optional.of(Duration.ofMillis(100));
  Optional<Duration> endsAfterKill = Optional.of(Duration.ofMillis(2));
  Optional<String> weakness = Optional.empty();
  Optional<String> protection = Optional.empty();
  @Nullable RuntimeException pinFailure;
  @Nullable RuntimeException lookFailure;
  @Nullable RuntimeException terminateFailure;
  @Nullable RuntimeException killFailure;
  @Nullable RuntimeException awaitFailure;
  @Nullable RuntimeException childrenFailure;
  Runnable whenPinned = () -> {};
  Runnable whenAsked = () -> {};

  /** When it ends, by the machine's clock. */
  long endsAt = Long.MAX_VALUE;

  FakeProcess(long pid) {
    this.pid = pid;
    this.facts =
        ProcessInfo.builder(pid)
            .name("app" + pid)
            .user("alice")
            .parentPid(1)
            .startedAt(Instant.ofEpochSecond(1_000_000 + pid))
            .build();
  }

  FakeProcess with(UnaryOperator<ProcessInfo.Builder> change) {
    ProcessInfo.Builder builder = ProcessInfo.builder(pid);
    facts.name().ifPresent(builder::name);
    facts.user().ifPresent(builder::user);
    facts.parentPid().ifPresent(builder::parentPid);
    facts.startedAt().ifPresent(builder::startedAt);
    facts.executable().ifPresent(builder::executable);
    facts.service().ifPresent(builder::service);
    facts = requireNonNull(change.apply(builder)).build();
    return this;
  }

  FakeProcess childOf(long parent) {
    return with(facts -> facts.parentPid(parent));
  }

  FakeProcess silent() {
    listens = false;
    return this;
  }

  FakeProcess stubborn() {
    endsAfterTerminate = Optional.empty();
    return this;
  }

  FakeProcess immortal() {
    endsAfterTerminate = Optional.empty();
    endsAfterKill = Optional.empty();
    return this;
  }

  FakeProcess endingAfter(Duration time) {
    endsAfterTerminate = Optional.of(time);
    return this;
  }

  FakeProcess answeringTerminate(Status status, String detail) {
    onTerminate = new SignalOutcome(status, detail);
    return this;
  }

  FakeProcess answeringKill(Status status, String detail) {
    onKill = new SignalOutcome(status, detail);
    return this;
  }
}
