package dev.portmanager.benchmarks.population;

import java.util.List;
import java.util.Locale;

/**
 * How large a population is, beside what runs on the machine anyway.
 *
 * @param name its name in tables
 * @param processes how many processes
 * @param descriptors how many open descriptors each
 * @param sockets how many of these are sockets, about
 * @param listeners how many processes listen
 * @param connecting how many processes have 500 connections to themselves
 */
public record Size(
    String name, int processes, int descriptors, int sockets, int listeners, int connecting) {

  /** A laptop with little running. */
  public static final Size S = new Size("S", 50, 6, 2, 3, 0);

  /** A developer's machine at work, or a small server. */
  public static final Size M = new Size("M", 1000, 20, 5, 50, 0);

  /** A large server. */
  public static final Size L = new Size("L", 4000, 50, 10, 1000, 40);

  /**
   * Makes a population of few processes that have as many descriptors as are wanted.
   *
   * @param all how many descriptors all have together
   * @return the size
   */
  public static Size ofDescriptors(int all) {
    int processes = 50; // so few that a scan of them and of what runs anyway has one thread
    return new Size(
        String.format(Locale.ROOT, "%,d", all), processes, Math.max(all / processes, 6), 3, 3, 0);
  }

  List<String> arguments(int port) {
    return List.of(
        String.valueOf(processes),
        String.valueOf(descriptors),
        String.valueOf(sockets),
        String.valueOf(listeners),
        String.valueOf(connecting),
        String.valueOf(port));
  }
}
