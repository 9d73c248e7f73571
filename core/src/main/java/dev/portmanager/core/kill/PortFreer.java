package dev.portmanager.core.kill;

import static java.util.Objects.requireNonNull;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.Listener;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Frees a port by ending the processes that listen on it, and no other. Safe for use by several
 * threads, if what it is given is.
 *
 * <p>Each owner is pinned, checked by the guards and looked at again through the pin before
 * anything is sent to any of them; parents come before their children. What is found against one
 * process, a failure included, is its outcome in the report and never stops the others.
 */
public final class PortFreer {

  private final ProcessKiller backEnd;
  private final Consumer<? super PortEvent> events;
  private final KillClock clock;
  private final Aftermath aftermath;
  private final PortFate fate;

  /**
   * Creates a freer. Loads no native library.
   *
   * @param backEnd what lists, pins and ends processes
   * @param statusAfter tells the state of a port, probed; owners named in passing will do
   * @param events what gets, for each attempt that is no dry run, a {@link PortEvent.KillStarted}
   *     and then a {@link PortEvent.Killed}, also if nothing listened, or a {@link
   *     PortEvent.KillFailed}; must not throw
   */
  public PortFreer(
      ProcessKiller backEnd,
      IntFunction<PortStatus> statusAfter,
      Consumer<? super PortEvent> events) {
    this(
        backEnd,
        events,
        KillClock.SYSTEM,
        new Aftermath(backEnd.host(), statusAfter, KillClock.SYSTEM, Aftermath.WINDOW));
  }

  PortFreer(
      ProcessKiller backEnd,
      Consumer<? super PortEvent> events,
      KillClock clock,
      Aftermath aftermath) {
    this.backEnd = requireNonNull(backEnd, "backEnd");
    this.events = requireNonNull(events, "events");
    this.clock = clock;
    this.aftermath = aftermath;
    this.fate = new PortFate(new Successor(backEnd));
  }

  /**
   * Frees a port. Takes at most the grace period, the force period, and about 100 ms, besides the
   * time of the look-ups.
   *
   * @param port 1 to 65535
   * @param options how
   * @return what became of each process and of the port
   * @throws IllegalArgumentException if the port is out of its bounds
   * @throws dev.portmanager.NativeCallException if the system's tables cannot be read at all;
   *     nothing was ended then
   * @throws PortManagerException if the thread is interrupted before all is done, its interrupt
   *     status is set then; or if the state of the port afterwards cannot be told. The message says
   *     what was done to whom.
   */
  public KillReport free(int port, KillOptions options) {
    PortRange.requirePort(port);
    requireNonNull(options, "options");
    long begun = clock.nanos();
    if (options.dryRun()) {
      return freeing(port, options, begun);
    }
    events.accept(new PortEvent.KillStarted(Instant.now(), port));
    try {
      KillReport report = freeing(port, options, begun);
      events.accept(new PortEvent.Killed(Instant.now(), report));
      return report;
    } catch (RuntimeException | Error e) {
      events.accept(
          new PortEvent.KillFailed(Instant.now(), port, since(begun), KillReasons.text(e)));
      throw e;
    }
  }

  private Duration since(long begun) {
    return Duration.ofNanos(clock.nanos() - begun);
  }

  private KillReport freeing(int port, KillOptions options, long begun) {
    List<Listener> before = backEnd.listeners(ListenerQuery.ofPort(port, options.protocol()));
    List<ProcessInfo> owners = KillOrder.owners(before);
    ThisProcess self = ThisProcess.of(backEnd.host()).withParentsShownBy(owners);
    List<KillOutcome> outcomes = end(owners, port, options, self);
    PortStatus after;
    try {
      after = aftermath.settle(port, options.protocol(), outcomes, self);
    } catch (RuntimeException e) {
      throw new PortManagerException(
          "the state of port "
              + port
              + " cannot be told ("
              + KillReasons.text(e)
              + "); done before: "
              + outcomes.stream().map(PortFreer::describe).collect(Collectors.joining("; ")),
          e);
    }
    return new KillReport(
        port,
        outcomes,
        after.state(),
        since(begun),
        fate.of(options, before, outcomes, after),
        after.listeners());
  }

  private List<KillOutcome> end(
      List<ProcessInfo> owners, int port, KillOptions options, ThisProcess self) {
    Guards guards = new Guards(self, port, options);
    List<Target> targets = new ArrayList<>();
    try {
      new TargetSelection(backEnd, guards, options, clock).select(owners, port, targets);
      new Escalation(backEnd.host(), options, clock).run(targets);
      return targets.stream().map(Target::outcome).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortManagerException(
          "interrupted while freeing port "
              + port
              + "; nothing more was sent; done before: "
              + targets.stream().map(PortFreer::progress).collect(Collectors.joining("; ")),
          e);
    } finally {
      targets.forEach(Target::close);
    }
  }

  private static String progress(Target target) {
    if (!target.isPending()) {
      return describe(target.outcome());
    }
    String last =
        target
            .whenForced()
            .or(target::whenAsked)
            .map(signal -> "was sent " + signal.name() + ", not seen to end")
            .orElse("was sent nothing");
    return target.process() + ": " + last;
  }

  private static String describe(KillOutcome outcome) {
    return outcome.process() + ": " + outcome.result() + ", " + outcome.reason();
  }
}
