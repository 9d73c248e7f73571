package dev.portmanager.reliability.soak;

import java.util.List;
import java.util.stream.Stream;

/**
 * One row of the run.
 *
 * @param second since the start
 * @param operations done so far
 * @param vitals what the JVM held
 * @param latencies of {@code getUniquePort} since the row before
 */
record Sample(long second, long operations, Vitals vitals, Latencies.Spread latencies) {

  static final List<String> COLUMNS =
      List.of(
          "second",
          "operations",
          "heap KB",
          "native KB",
          "resident KB",
          "descriptors",
          "threads",
          "getUniquePort calls",
          "median us",
          "p99 us",
          "p99.9 us");

  List<String> cells() {
    return Stream.of(
            second,
            operations,
            vitals.heap(),
            vitals.tracked(),
            vitals.resident(),
            vitals.descriptors(),
            vitals.threads(),
            (long) latencies.count(),
            latencies.median(),
            latencies.p99(),
            latencies.p999())
        .map(String::valueOf)
        .toList();
  }
}
