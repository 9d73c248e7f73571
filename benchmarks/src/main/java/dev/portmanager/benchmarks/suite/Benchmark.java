package dev.portmanager.benchmarks.suite;

import java.io.IOException;

/** One benchmark, which can be run by its name. */
public interface Benchmark {

  /**
   * Returns its name on the command line.
   *
   * @return the name
   */
  String name();

  /**
   * Returns what it measures.
   *
   * @return a heading
   */
  String title();

  /**
   * Measures.
   *
   * @param bench what to work with
   * @param findings gets what was found
   * @throws IOException if it cannot be measured
   * @throws dev.portmanager.benchmarks.measure.WrongAnswerException if Port Manager or the
   *     reference gave a wrong answer
   */
  void run(Bench bench, Findings findings) throws IOException;
}
