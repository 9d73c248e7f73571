package dev.portmanager.core.kill;

import dev.portmanager.KillOptions;
import dev.portmanager.PortManagerException;
import dev.portmanager.Printable;
import dev.portmanager.ProcessInfo;
import dev.portmanager.core.kill.Target.Signal;
import dev.portmanager.spi.Host;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** The sentences of kill reports that need some care. */
final class KillReasons {

  private KillReasons() {}

  /** Says why a process was left alone after a failure of the back end. */
  static String notPinned(RuntimeException failure) {
    return "nothing was sent to it, since it could not be looked at: " + text(failure);
  }

  /** Says what a failure was: our own are sentences, others need their type to make sense. */
  static String text(Throwable failure) {
    return failure instanceof PortManagerException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  /** Says that a process was gone when it was to be asked, and who may have ended it. */
  static String goneBeforeAsked(ProcessInfo process, Collection<Target> targets) {
    String gone = "it had ended before anything was sent to it";
    OptionalLong parent = process.parentPid();
    return targets.stream()
        .filter(t -> parent.isPresent() && t.process().pid() == parent.getAsLong())
        .filter(t -> t.whenAsked().isPresent() || t.whenForced().isPresent())
        .findFirst()
        .map(t -> gone + "; its parent, " + t.process() + ", had been asked to end just before")
        .orElse(gone);
  }

  /** Says that a process ended in the grace period. */
  static String ended(Target target) {
    return target
        .whenAsked()
        .map(asked -> "it ended " + span(target.since(asked.at())) + " after " + asked.name())
        .orElse("it ended");
  }

  /** Says that a process ended after it was forced. */
  static String forcedToEnd(Target target, Duration grace) {
    String before =
        target
            .whenAsked()
            .map(asked -> "it did not end within " + span(grace) + " of " + asked.name() + "; ")
            .orElseGet(() -> target.whyNotAsked() + "; ");
    String after =
        target
            .whenForced()
            .map(forced -> span(target.since(forced.at())) + " after " + forced.name())
            .orElse("when forced");
    return before + "it ended " + after;
  }

  /** Says that a process still runs although everything allowed was done. */
  static String survived(Target target, KillOptions options) {
    Optional<Signal> forced = target.whenForced();
    String asked =
        target
            .whenAsked()
            .map(a -> "it did not end within " + span(options.gracePeriod()) + " of " + a.name())
            .orElseGet(target::whyNotAsked);
    return forced
        .map(
            f ->
                asked
                    + ", nor within "
                    + span(options.forcePeriod())
                    + " of "
                    + f.name()
                    + ": it may hang in the kernel, often on a disk or network file system that"
                    + " does not answer; look at its state before you try again")
        .orElse(asked + ", and forcing was not allowed: allow it, or wait longer");
  }

  /** Says that this process has no right to end another, and who has. */
  static String denied(ProcessInfo process, String detail, Host host) {
    String us = host.userName(host.userId());
    Optional<String> user = process.user().map(u -> Printable.of(u, 64));
    String denied = "this process runs as " + us + " and may not end it (" + detail + "): ";
    if (user.isEmpty()) {
      return denied
          + "it runs as a user that cannot be seen; "
          + withRights()
          + ", or as that user";
    }
    if (user.get().equals(us)) {
      return denied
          + "it runs as "
          + us
          + " too, so a sandbox, a container or a security policy stands between; "
          + withRights()
          + ", or from where the process was started";
    }
    return denied + "it runs as " + user.get() + "; " + withRights() + ", or as " + user.get();
  }

  private static String withRights() {
    return System.getProperty("os.name", "").startsWith("Windows")
        ? "run this as administrator"
        : "run this with sudo";
  }

  /** Writes a time for people: in seconds if those are whole or many, else in milliseconds. */
  static String span(Duration time) {
    long millis = time.toMillis();
    return (millis > 0 && millis % 1_000 == 0) || millis >= 10_000
        ? millis / 1_000 + " s"
        : millis + " ms";
  }
}
