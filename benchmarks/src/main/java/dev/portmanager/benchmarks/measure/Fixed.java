package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.process.Reading;
import java.io.IOException;

/**
 * Asks always about the same, whatever the others are asked about.
 *
 * @param subject whom
 * @param about about what
 */
public record Fixed(Subject subject, String about) implements Subject {

  @Override
  public String label() {
    return subject.label();
  }

  @Override
  public Reading ask(String argument) throws IOException {
    return subject.ask(about);
  }
}
