package dev.portmanager;

import java.time.Duration;
import java.time.Instant;

/** Something that a {@link PortManager} did or saw. */
public sealed interface PortEvent {

  /**
   * Returns when it happened, by the wall clock.
   *
   * @return the time
   */
  Instant time();

  /**
   * An application got a port that it did not have.
   *
   * @param time when
   * @param lease the lease
   * @param duration how long the allocation took, waiting included
   * @param probes how many ports were probed
   */
  record Leased(Instant time, LeaseInfo lease, Duration duration, int probes)
      implements PortEvent {}

  /**
   * An application asked again and got the port it has.
   *
   * @param time when
   * @param lease the lease
   * @param duration how long that took
   */
  record Reused(Instant time, LeaseInfo lease, Duration duration) implements PortEvent {}

  /**
   * A lease was given back.
   *
   * @param time when
   * @param lease the lease
   * @param duration how long the port was leased
   * @param cause by which way
   */
  record Released(Instant time, LeaseInfo lease, Duration duration, Cause cause)
      implements PortEvent {

    /** The ways in which a lease is given back. */
    public enum Cause {
      /** By name. */
      RELEASED,
      /** The lease, or its manager, was closed. */
      CLOSED,
      /** Something else sat on the port, so the application got another. */
      LOST
    }
  }

  /**
   * A lease was found whose process, or whose time, has ended.
   *
   * @param time when it was found
   * @param lease the lease
   * @param duration how long ago the lease was given
   */
  record Expired(Instant time, LeaseInfo lease, Duration duration) implements PortEvent {}

  /**
   * No port could be had.
   *
   * @param time when
   * @param app the application that asked
   * @param range where it asked
   * @param duration how long was tried, waiting included
   * @param probes how many ports were probed
   */
  record Exhausted(Instant time, String app, PortRange range, Duration duration, int probes)
      implements PortEvent {}

  /**
   * An allocation failed for another reason than that no port was free: the port that was asked for
   * could not be had, the register of leases failed, the thread was interrupted.
   *
   * @param time when
   * @param app the application that asked
   * @param duration how long was tried, waiting included
   * @param reason one sentence for people
   */
  record AllocationFailed(Instant time, String app, Duration duration, String reason)
      implements PortEvent {}

  /**
   * A port that nobody had leased was found in use, or a leased one was found taken by a stranger.
   *
   * @param time when
   * @param app the application for which the port was tried
   * @param port the port
   */
  record Conflict(Instant time, String app, int port) implements PortEvent {}

  /**
   * An attempt to free a port began, no dry run. A {@link Killed} or a {@link KillFailed} of that
   * port follows.
   *
   * @param time when
   * @param port the port
   */
  record KillStarted(Instant time, int port) implements PortEvent {}

  /**
   * An attempt to free a port ended without a report: the system's tables could not be read, or the
   * thread was interrupted.
   *
   * @param time when
   * @param port the port
   * @param duration how long it took
   * @param reason one sentence for people
   */
  record KillFailed(Instant time, int port, Duration duration, String reason)
      implements PortEvent {}

  /**
   * An attempt to free a port ended with a report, which says whether the port is free.
   *
   * @param time when it was over
   * @param report what became of it
   */
  record Killed(Instant time, KillReport report) implements PortEvent {

    /**
     * Returns how long it took.
     *
     * @return the time from the call to the report
     */
    public Duration duration() {
      return report.elapsed();
    }
  }

  /**
   * The listeners of some ports were looked up.
   *
   * @param time when it was over
   * @param ports the ports, as the smallest range that has them all
   * @param duration how long it took
   * @param outcome what was found
   * @param exhaustive whether every process was looked at
   * @param means by which way
   */
  record LookedUp(
      Instant time,
      PortRange ports,
      Duration duration,
      Outcome outcome,
      boolean exhaustive,
      Means means)
      implements PortEvent {

    /** By which way owners are found. */
    public enum Means {
      /** By looking at each process, as every back end can. */
      SCAN,
      /** By asking the kernel which processes hold the socket. */
      KERNEL
    }

    /** What a look-up found. */
    public enum Outcome {
      /** Listeners, and an owner of each. */
      FOUND,
      /** No listener. */
      NOT_FOUND,
      /** A listener with an owner that may not be seen. */
      DENIED,
      /** The look-up failed. */
      ERROR
    }
  }
}
