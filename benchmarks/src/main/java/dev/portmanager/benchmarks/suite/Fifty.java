package dev.portmanager.benchmarks.suite;

import dev.portmanager.benchmarks.measure.Subject;
import dev.portmanager.benchmarks.process.Reading;
import java.io.IOException;

/**
 * Asks for the 50 ports that begin at a port.
 *
 * @param subject what takes a range
 */
record Fifty(Subject subject) implements Subject {

  @Override
  public String label() {
    return subject.label();
  }

  @Override
  public Reading ask(String port) throws IOException {
    return subject.ask(port + "-" + (Integer.parseInt(port) + 49));
  }
}
