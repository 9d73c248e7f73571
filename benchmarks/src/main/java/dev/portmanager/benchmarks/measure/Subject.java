package dev.portmanager.benchmarks.measure;

import dev.portmanager.benchmarks.process.Reading;
import java.io.IOException;

/** Something that answers a question and can be timed doing so. */
public interface Subject {

  /**
   * Returns what it is called in tables.
   *
   * @return the name
   */
  String label();

  /**
   * Asks once, or a set number of times in a row.
   *
   * @param argument about what
   * @return how long it took and what the answer was
   * @throws IOException if there was no answer
   */
  Reading ask(String argument) throws IOException;
}
