package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.process.LineServer;
import dev.portmanager.benchmarks.process.Reading;
import java.io.IOException;
import java.time.Duration;

/**
 * A subject inside of a process that goes on running: it takes the time itself, and is warm.
 *
 * @param label its name in tables
 * @param server the process
 * @param operation what it is asked to do
 * @param count how often in a row for one reading
 */
public record Served(String label, LineServer server, String operation, int count)
    implements Subject {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Reading ask(String argument) throws IOException {
    return server.ask(operation, count, argument, LIMIT);
  }
}
