package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How to free a port. Immutable.
 *
 * @param gracePeriod how long to wait for an exit after asking; zero to 1 hour
 * @param forcePeriod how long to wait for an exit after forcing; zero to 1 hour
 * @param force whether to force what does not end by itself in the grace period
 * @param descendants whether to end the children of the listeners' owners too, parents first
 * @param dryRun whether to only tell what would be ended
 * @param expectedPid the only process that may be ended; every other owner is refused
 * @param protocol which listeners on the port are meant
 * @param allowAncestors whether processes that this process descends from may be ended
 * @param allowForwarders whether a container engine's port forwarder may be ended
 */
public record KillOptions(
    Duration gracePeriod,
    Duration forcePeriod,
    boolean force,
    boolean descendants,
    boolean dryRun,
    OptionalLong expectedPid,
    Protocol protocol,
    boolean allowAncestors,
    boolean allowForwarders) {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final KillOptions DEFAULTS = builder().build();

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a period is negative or over 1 hour, or the expected pid is
   *     below 1
   */
  public KillOptions {
    requirePeriod("gracePeriod", gracePeriod);
    requirePeriod("forcePeriod", forcePeriod);
    requireNonNull(protocol, "protocol");
    if (expectedPid.isPresent() && expectedPid.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "expectedPid must be at least 1 but was " + expectedPid.getAsLong());
    }
  }

  /**
   * Returns the defaults: ask, wait 3 s, force, wait 3 s; TCP; nothing else.
   *
   * @return the shared value
   */
  public static KillOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a builder that starts at the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  private static void requirePeriod(String name, Duration period) {
    requireNonNull(period, name);
    if (period.isNegative() || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be " + Duration.ZERO + " to " + LONGEST + " but was " + period);
    }
  }

  /** Sets how to free a port. Not safe for use by several threads. */
  public static final class Builder {
    private Duration gracePeriod = Duration.ofSeconds(3);
    private Duration forcePeriod = Duration.ofSeconds(3);
    private boolean force = true;
    private boolean descendants;
    private boolean dryRun;
    private OptionalLong expectedPid = OptionalLong.empty();
    private Protocol protocol = Protocol.TCP;
    private boolean allowAncestors;
    private boolean allowForwarders;

    private Builder() {}

    /**
     * Sets how long to wait for an exit after asking.
     *
     * @param gracePeriod zero to 1 hour, 3 s by default
     * @return this
     */
    public Builder gracePeriod(Duration gracePeriod) {
      this.gracePeriod = requireNonNull(gracePeriod, "gracePeriod");
      return this;
    }

    /**
     * Sets how long to wait for an exit after forcing.
     *
     * @param forcePeriod zero to 1 hour, 3 s by default
     * @return this
     */
    public Builder forcePeriod(Duration forcePeriod) {
      this.forcePeriod = requireNonNull(forcePeriod, "forcePeriod");
      return this;
    }

    /**
     * Sets whether to force what does not end by itself.
     *
     * @param force true by default
     * @return this
     */
    public Builder force(boolean force) {
      this.force = force;
      return this;
    }

    /**
     * Sets whether to end the owners' children too.
     *
     * @param descendants false by default
     * @return this
     */
    public Builder descendants(boolean descendants) {
      this.descendants = descendants;
      return this;
    }

    /**
     * Sets whether to only tell what would be ended.
     *
     * @param dryRun false by default
     * @return this
     */
    public Builder dryRun(boolean dryRun) {
      this.dryRun = dryRun;
      return this;
    }

    /**
     * Sets the only process that may be ended.
     *
     * @param expectedPid at least 1
     * @return this
     */
    public Builder expectedPid(long expectedPid) {
      this.expectedPid = OptionalLong.of(expectedPid);
      return this;
    }

    /**
     * Sets which listeners on the port are meant.
     *
     * @param protocol TCP by default
     * @return this
     */
    public Builder protocol(Protocol protocol) {
      this.protocol = requireNonNull(protocol, "protocol");
      return this;
    }

    /**
     * Sets whether processes that this process descends from may be ended.
     *
     * @param allowAncestors false by default
     * @return this
     */
    public Builder allowAncestors(boolean allowAncestors) {
      this.allowAncestors = allowAncestors;
      return this;
    }

    /**
     * Sets whether a container engine's port forwarder may be ended.
     *
     * @param allowForwarders false by default
     * @return this
     */
    public Builder allowForwarders(boolean allowForwarders) {
      this.allowForwarders = allowForwarders;
      return this;
    }

    /**
     * Returns the options.
     *
     * @return a new value
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public KillOptions build() {
      return new KillOptions(
          gracePeriod,
          forcePeriod,
          force,
          descendants,
          dryRun,
          expectedPid,
          protocol,
          allowAncestors,
          allowForwarders);
    }
  }
}
