package dev.portmanager.jmx;

import static java.util.Objects.requireNonNull;

import dev.portmanager.KillOutcome;
import dev.portmanager.PortState;
import java.util.List;

/**
 * What became of a port that was to be freed, in types that JMX can carry.
 *
 * @param port the port
 * @param dryRun whether nothing was sent to anybody
 * @param freed whether a server could listen there now
 * @param portAfter the port's state afterwards
 * @param elapsedMillis how long it all took
 * @param processes what became of each process that listened
 * @param message one sentence for people
 */
public record KillSnapshot(
    int port,
    boolean dryRun,
    boolean freed,
    PortState portAfter,
    long elapsedMillis,
    List<KilledProcess> processes,
    String message) {

  /** Checks that nothing is null. */
  public KillSnapshot {
    requireNonNull(portAfter, "portAfter");
    processes = List.copyOf(processes);
    requireNonNull(message, "message");
  }

  /**
   * What became of one process.
   *
   * @param pid the process
   * @param name its name, without arguments
   * @param user its user, or {@code unknown}
   * @param result what became of it
   * @param elapsedMillis how long that took
   * @param reason one sentence for people
   */
  public record KilledProcess(
      long pid,
      String name,
      String user,
      KillOutcome.Result result,
      long elapsedMillis,
      String reason) {

    /** Checks that nothing is null. */
    public KilledProcess {
      requireNonNull(name, "name");
      requireNonNull(user, "user");
      requireNonNull(result, "result");
      requireNonNull(reason, "reason");
    }
  }
}
