package dev.portmanager.reliability.soak;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Ends listeners of its own. For one thread. */
final class Killing {

  private static final KillOptions OPTIONS =
      KillOptions.builder().gracePeriod(Duration.ofMillis(20)).build();

  private final PortManager manager;
  private final Path listener;
  private final Random random = new Random(29);

  /**
   * Creates it.
   *
   * @param manager the pool
   * @param listener the program that listens
   */
  Killing(PortManager manager, Path listener) {
    this.manager = manager;
    this.listener = listener;
  }

  /** Starts a listener and ends it. */
  int one() throws IOException, InterruptedException {
    try (PortLease lease = manager.lease("victim")) {
      String port = Integer.toString(lease.port());
      List<String> command =
          random.nextInt(5) == 0
              ? List.of(listener.toString(), port, "stubborn")
              : List.of(listener.toString(), port);
      Process process = new ProcessBuilder(command).start();
      try (BufferedReader said = process.inputReader()) {
        String line = said.readLine();
        if (!"ready".equals(line)) {
          throw new IOException("the listener on " + port + " says " + line);
        }
        KillReport report = manager.killProcessOnPort(lease.port(), OPTIONS);
        if (!report.freed() || !ended(report)) {
          throw new IllegalStateException("not ended: " + report);
        }
        return process.waitFor();
      } finally {
        process.destroyForcibly();
        process.getErrorStream().close();
        process.getOutputStream().close();
      }
    }
  }

  private static boolean ended(KillReport report) {
    return report.outcomes().size() == 1
        && (report.outcomes().get(0).result() == KillOutcome.Result.TERMINATED
            || report.outcomes().get(0).result() == KillOutcome.Result.KILLED);
  }
}
