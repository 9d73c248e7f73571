package dev.portmanager.benchmarks.server;

/** Something that can be asked for by the line protocol. */
interface Operation {

  /**
   * Does it once.
   *
   * @param argument about what
   * @param watch runs already; may be started anew after a preparation, and stopped before the end
   * @return the answer: one line
   * @throws Exception if it cannot be done
   */
  Object run(String argument, Stopwatch watch) throws Exception;
}
