package dev.portmanager.benchmarks.server;

/** Takes the time of one call, without what has to be done before and after. For one thread. */
final class Stopwatch {

  private long start;
  private long elapsed;
  private boolean running;

  /** Begins, or begins anew. */
  void start() {
    running = true;
    start = System.nanoTime();
  }

  /** Ends; does nothing if it has ended. */
  void stop() {
    long now = System.nanoTime();
    if (running) {
      running = false;
      elapsed = now - start;
    }
  }

  /** Returns the time between start and stop, in nanoseconds. */
  long nanos() {
    return elapsed;
  }
}
