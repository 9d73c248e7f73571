package dev.portmanager.core.kill;

import dev.portmanager.KillOutcome;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Finds out what became of a port after its owners were dealt with. */
final class Aftermath {

  /** How long after the last exit the port is looked at. */
  static final Duration WINDOW = Duration.ofMillis(100);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(5);

  private final Host host;
  private final IntFunction<PortStatus> probe;
  private final KillClock clock;
  private final Duration window;

  Aftermath(Host host, IntFunction<PortStatus> probe, KillClock clock, Duration window) {
    this.host = host;
    this.probe = probe;
    this.clock = clock;
    this.window = window;
  }

  /**
   * Returns the state of the port. If a process ended, looks again until the port is free or
   * somebody else's, for a bounded time: an exit is known before the kernel lets go of a port that
   * a ring of io_uring holds, and a supervisor needs a moment to start the process again.
   *
   * @param port the port
   * @param protocol which listeners are meant
   * @param outcomes what became of the processes
   * @param self this process
   * @return the last state seen
   */
  PortStatus settle(int port, Protocol protocol, List<KillOutcome> outcomes, ThisProcess self) {
    PortStatus status = probe.apply(port);
    if (outcomes.stream().noneMatch(Aftermath::hasEnded)) {
      return status;
    }
    boolean supervised = outcomes.stream().anyMatch(o -> mayBeRestarted(o, outcomes, self));
    long deadline = clock.nanos() + window.toNanos();
    Duration pause = FIRST_PAUSE;
    while (clock.nanos() < deadline
        && !Thread.currentThread().isInterrupted()
        && (isFree(status) ? supervised : mayBecomeFree(status, protocol, outcomes))) {
      clock.pause(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      status = probe.apply(port);
    }
    return status;
  }

  /** Tells whether a server could listen there. */
  static boolean isFree(PortStatus status) {
    return status.state() == PortState.FREE
        || (status.state() == PortState.LEASED && status.listeners().isEmpty());
  }

  /** Tells whether a process is known to have ended. */
  static boolean hasEnded(KillOutcome outcome) {
    return switch (outcome.result()) {
      case TERMINATED, KILLED, ALREADY_GONE -> true;
      case SURVIVED, DENIED, REFUSED, WOULD_KILL -> false;
    };
  }

  /** Returns the owners of the listeners of a port that were not ended here. */
  static Stream<ProcessInfo> othersOn(
      PortStatus status, Protocol protocol, List<KillOutcome> outcomes) {
    return status.listeners().stream()
        .filter(listener -> listener.protocol() == protocol)
        .map(Listener::ownership)
        .filter(Ownership.Known.class::isInstance)
        .map(Ownership.Known.class::cast)
        .flatMap(known -> known.owners().stream())
        .filter(
            owner ->
                outcomes.stream().noneMatch(o -> hasEnded(o) && o.process().pid() == owner.pid()))
        .distinct();
  }

  private static boolean mayBecomeFree(
      PortStatus status, Protocol protocol, List<KillOutcome> outcomes) {
    return status.state() != PortState.FORBIDDEN
        && othersOn(status, protocol, outcomes).findAny().isEmpty();
  }

  /**
   * Tells whether the parent of a process that ended still runs and may start it anew. Our own
   * children and those of the shell that we were started from are not supervised by anybody, so for
   * these the port is not watched once it is free.
   */
  private boolean mayBeRestarted(
      KillOutcome outcome, List<KillOutcome> outcomes, ThisProcess self) {
    if (!hasEnded(outcome) || outcome.process().parentPid().isEmpty()) {
      return false;
    }
    long parent = outcome.process().parentPid().getAsLong();
    return parent > 1
        && parent != self.pid()
        && !self.ancestors().contains(parent)
        && outcomes.stream().noneMatch(o -> o.process().pid() == parent && hasEnded(o))
        && !(host.presence(parent) instanceof Presence.Gone);
  }
}
