package dev.portmanager.core.kill;

import static dev.portmanager.KillOutcome.Result.ALREADY_GONE;
import static dev.portmanager.KillOutcome.Result.DENIED;
import static dev.portmanager.KillOutcome.Result.KILLED;
import static dev.portmanager.KillOutcome.Result.SURVIVED;
import static dev.portmanager.KillOutcome.Result.TERMINATED;

import dev.portmanager.KillOptions;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.SignalOutcome;
import java.time.Duration;
import java.util.List;

/**
 * Ends the pending ones of some pinned processes: asks all in order, waits for all against one
 * deadline, forces the rest in order, waits for those against one deadline. So many processes take
 * no longer than one.
 */
final class Escalation {

  private final Host host;
  private final KillOptions options;
  private final KillClock clock;

  Escalation(Host host, KillOptions options, KillClock clock) {
    this.host = host;
    this.options = options;
    this.clock = clock;
  }

  /**
   * Settles each pending target.
   *
   * @param targets in the order in which to ask them
   * @throws InterruptedException if the thread is interrupted: nothing more is sent then, and some
   *     targets are still pending
   */
  void run(List<Target> targets) throws InterruptedException {
    for (Target target : pending(targets)) {
      requireNotInterrupted();
      ask(target, targets);
    }
    long graceDeadline = clock.nanos() + options.gracePeriod().toNanos();
    for (Target target : pending(targets)) {
      if (target.whenForced().isEmpty() && hasEndedBy(target, graceDeadline)) {
        target.settle(TERMINATED, KillReasons.ended(target));
      }
    }
    for (Target target : pending(targets)) {
      requireNotInterrupted();
      if (target.whenForced().isEmpty()) {
        forceIfAllowed(target);
      }
    }
    long forceDeadline = clock.nanos() + options.forcePeriod().toNanos();
    for (Target target : pending(targets)) {
      if (hasEndedBy(target, forceDeadline)) {
        target.settle(KILLED, KillReasons.forcedToEnd(target, options.gracePeriod()));
      } else if (target.isPending()) {
        target.settle(SURVIVED, KillReasons.survived(target, options));
      }
    }
  }

  private static List<Target> pending(List<Target> targets) {
    return targets.stream().filter(Target::isPending).toList();
  }

  private static void requireNotInterrupted() throws InterruptedException {
    // Left set: whoever catches this needs it set.
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("interrupted before a signal was sent");
    }
  }

  private void ask(Target target, List<Target> all) {
    SignalOutcome answer;
    try {
      answer = target.pin().terminate();
    } catch (RuntimeException e) {
      target.settle(DENIED, "it could not be asked to end: " + KillReasons.text(e));
      return;
    }
    switch (answer.status()) {
      case SENT -> target.asked(answer.detail());
      case GONE -> target.settle(ALREADY_GONE, KillReasons.goneBeforeAsked(target.process(), all));
      case DENIED ->
          target.settle(DENIED, KillReasons.denied(target.process(), answer.detail(), host));
      case UNSUPPORTED -> {
        target.notAsked(answer.detail());
        if (options.force()) {
          force(target);
        } else {
          target.settle(
              DENIED,
              target.whyNotAsked()
                  + ", and forcing was not allowed, so nothing was sent: allow it");
        }
      }
    }
  }

  private void forceIfAllowed(Target target) {
    if (options.force()) {
      force(target);
    } else {
      target.settle(SURVIVED, KillReasons.survived(target, options));
    }
  }

  private void force(Target target) {
    boolean asked = target.whenAsked().isPresent();
    SignalOutcome answer;
    try {
      answer = target.pin().kill();
    } catch (RuntimeException e) {
      target.settle(
          asked ? SURVIVED : DENIED, "it could not be forced to end: " + KillReasons.text(e));
      return;
    }
    switch (answer.status()) {
      case SENT -> target.forced(answer.detail());
      case GONE -> {
        if (asked) {
          target.settle(TERMINATED, KillReasons.ended(target));
        } else {
          target.settle(ALREADY_GONE, "it had ended before anything was sent to it");
        }
      }
      case DENIED ->
          target.settle(
              asked ? SURVIVED : DENIED,
              KillReasons.denied(target.process(), answer.detail(), host));
      case UNSUPPORTED ->
          target.settle(
              asked ? SURVIVED : DENIED,
              "there is no way to force it to end (" + answer.detail() + ")");
    }
  }

  /** Waits for an exit; a failure to do so settles the target. */
  private boolean hasEndedBy(Target target, long deadline) throws InterruptedException {
    long left = Math.max(0, deadline - clock.nanos());
    try {
      return target.pin().awaitExit(Duration.ofNanos(left));
    } catch (RuntimeException e) {
      target.settle(
          SURVIVED, "it was sent a signal, but cannot be waited for: " + KillReasons.text(e));
      return false;
    }
  }
}
