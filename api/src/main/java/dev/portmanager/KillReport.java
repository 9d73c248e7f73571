package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What became of a port that was to be freed.
 *
 * @param port the port
 * @param outcomes one for each process that held a listener, and for each descendant where those
 *     were asked for, in the order in which they were dealt with; empty if no owner could be seen
 * @param portAfter the port's state afterwards, probed
 * @param elapsed how long it all took
 * @param reason one sentence for people: free, or who has the port now and why
 * @param listenersAfter what listens there now, with owners found in passing
 */
public record KillReport(
    int port,
    List<KillOutcome> outcomes,
    PortState portAfter,
    Duration elapsed,
    String reason,
    List<Listener> listenersAfter) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if {@code port} is outside 1-65535
   */
  public KillReport {
    PortRange.requirePort(port);
    outcomes = List.copyOf(outcomes);
    requireNonNull(portAfter, "portAfter");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(reason, "reason");
    listenersAfter = List.copyOf(listenersAfter);
  }

  /**
   * Tells whether at least one process was sent a request to end.
   *
   * @return true if so
   */
  public boolean attempted() {
    return outcomes.stream().anyMatch(KillOutcome::attempted);
  }

  /**
   * Tells whether a server could listen on the port now.
   *
   * @return true if the probe afterwards succeeded
   */
  public boolean freed() {
    return portAfter == PortState.FREE
        || (portAfter == PortState.LEASED && listenersAfter.isEmpty());
  }
}
