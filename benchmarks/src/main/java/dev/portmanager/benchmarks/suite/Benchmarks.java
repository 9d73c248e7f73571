package dev.portmanager.benchmarks.suite;

import java.util.List;

/** All benchmarks. */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * Returns them, in the order in which they are run and reported.
   *
   * @return each once
   */
  public static List<Benchmark> all() {
    return List.of(
        new Owners(),
        new AtLeast(),
        new Kernel(),
        new OrdinaryUser(),
        new Ports(),
        new Allocation(),
        new Exits(),
        new Kill(),
        new Starts(),
        new Growth(),
        new Micro(),
        new TimeWait()); // last: what it leaves behind lasts a minute
  }
}
