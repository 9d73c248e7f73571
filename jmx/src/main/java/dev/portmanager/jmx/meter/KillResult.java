package dev.portmanager.jmx.meter;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.Ownership;
import java.util.Comparator;
import java.util.Locale;

/** How an attempt to free a port ended as a whole; the better ones first. */
enum KillResult {
  /** There was nothing to end, or it ended before anything was sent. */
  NOT_FOUND,
  /** Each process ended when it was asked to. */
  TERMINATED,
  /** At least one had to be forced. */
  FORCED,
  /** At least one is of those that must not be ended. */
  REFUSED,
  /** At least one may not be ended, or not even be seen, with the rights of this process. */
  DENIED,
  /** At least one still ran at the end of the time given. */
  TIMEOUT,
  /** There is no report. */
  ERROR;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the worst that befell one of the processes. */
  static KillResult of(KillReport report) {
    return report.outcomes().stream()
        .map(KillOutcome::result)
        .map(KillResult::of)
        .max(Comparator.naturalOrder())
        .orElseGet(() -> isHidden(report) ? DENIED : NOT_FOUND);
  }

  private static KillResult of(KillOutcome.Result result) {
    return switch (result) {
      case ALREADY_GONE, WOULD_KILL -> NOT_FOUND;
      case TERMINATED -> TERMINATED;
      case KILLED -> FORCED;
      case REFUSED -> REFUSED;
      case DENIED -> DENIED;
      case SURVIVED -> TIMEOUT;
    };
  }

  private static boolean isHidden(KillReport report) {
    return report.listenersAfter().stream()
        .anyMatch(listener -> listener.ownership() instanceof Ownership.Hidden);
  }
}
