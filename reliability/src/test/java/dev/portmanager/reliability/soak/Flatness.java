package dev.portmanager.reliability.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Judges whether a run is flat: the last quarter against the second one. The first is left to the
 * JVM, which compiles and loads classes then.
 *
 * @param samples of the run, in order
 * @param length of the run
 */
record Flatness(List<Sample> samples, Duration length) {

  /** Compiling goes on for some minutes, and is native memory. */
  private static final Duration WARM = Duration.ofMinutes(20);

  /** How much a figure may grow. */
  private record Limit(String name, long most, ToLongFunction<Vitals> figure) {}

  /** Returns what has grown beyond its limit; nothing if the run is flat. */
  List<String> complaints() {
    boolean warm = length.compareTo(WARM) >= 0;
    List<String> complaints = new ArrayList<>();
    for (Limit limit :
        List.of(
            new Limit("heap KB", 1_024, Vitals::heap),
            new Limit("native KB", warm ? 3_072 : 24_576, Vitals::tracked),
            new Limit("resident KB", warm ? 8_192 : 49_152, Vitals::resident),
            new Limit("descriptors", 0, Vitals::descriptors),
            new Limit("threads", 1, Vitals::threads))) {
      long before = median(samples.size() / 4, samples.size() / 2, limit.figure);
      long after = median(samples.size() * 3 / 4, samples.size(), limit.figure);
      if (after - before > limit.most) {
        complaints.add(limit.name + " grew from " + before + " to " + after);
      }
    }
    return complaints;
  }

  private long median(int from, int to, ToLongFunction<Vitals> figure) {
    long[] sorted =
        samples.subList(from, to).stream().map(Sample::vitals).mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
