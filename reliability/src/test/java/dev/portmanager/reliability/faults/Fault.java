package dev.portmanager.reliability.faults;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call that fails once.
 *
 * @param function its name
 * @param errno what it fails with
 * @param nth which call of this function
 */
record Fault(String function, int errno, int nth) {

  /** What the kernel says of a process that has ended, or that may not be looked into. */
  boolean isAboutTheProcess() {
    return switch (Errnos.name(errno)) {
      case "ESRCH", "ENOENT", "EACCES", "EPERM" -> true;
      case "EINVAL" -> function.equals("pidfd_open"); // the number of a thread
      default -> false;
    };
  }

  /** Lets it happen; tells in {@code fired} that it has. */
  Faults.Plan once(AtomicBoolean fired) {
    return (called, count, subject) ->
        called.equals(function) && count == nth && fired.compareAndSet(false, true) ? errno : 0;
  }

  @Override
  public String toString() {
    return function + " call " + nth + " fails with " + Errnos.name(errno);
  }
}
