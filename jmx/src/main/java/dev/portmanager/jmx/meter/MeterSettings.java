package dev.portmanager.jmx.meter;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the meters of a manager are to be named.
 *
 * @param prefix what each name begins with, without the dot
 * @param tags what each meter has besides the tags of its own
 * @param allocationBuckets the upper bounds of the histogram of allocation times; none if empty
 */
public record MeterSettings(String prefix, Tags tags, List<Duration> allocationBuckets) {

  /** The prefix, where none is chosen. */
  public static final String DEFAULT_PREFIX = "portmanager";

  private static final int MOST_BUCKETS = 16;
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*");
  private static final Set<String> OURS =
      Set.of("manager", "outcome", "reason", "strategy", "operation");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of the bounds that {@link
   *     dev.portmanager.jmx.PortManagerMetrics.Builder} gives
   */
  public MeterSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix must be letters, digits, underscores and single dots, beginning with a letter,"
              + " but was \""
              + prefix
              + "\"");
    }
    for (Tag tag : tags) {
      if (OURS.contains(tag.getKey())) {
        throw new IllegalArgumentException(
            "a tag of your own must not be one of the meters' " + OURS + ", but was " + tag);
      }
    }
    allocationBuckets = allocationBuckets.stream().sorted().distinct().toList();
    if (allocationBuckets.size() > MOST_BUCKETS
        || allocationBuckets.stream().anyMatch(bound -> bound.isNegative() || bound.isZero())) {
      throw new IllegalArgumentException(
          "allocation buckets must be at most "
              + MOST_BUCKETS
              + " times above zero, since each is a series, but were "
              + allocationBuckets);
    }
  }
}
