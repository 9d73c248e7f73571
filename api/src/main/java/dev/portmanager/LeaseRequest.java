package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an application asks for. Immutable.
 *
 * @param appName the application's name: 1 to 128 bytes of UTF-8, not blank, no control character
 * @param preferredPort the port to try first
 * @param strict whether to fail with {@link PortUnavailableException} where the preferred port
 *     cannot be had, instead of taking another
 * @param hold whether to keep strangers off the port with a socket that is bound but does not
 *     listen, until {@link PortLease#open()} or the end of the lease
 * @param maxWait how long to wait for a port where none is free; zero to 24 hours
 * @param holderPid the process to tie the lease to; empty: this process
 * @param duration how long the lease lives if it is tied to no process; 1 second to 30 days
 */
public record LeaseRequest(
    String appName,
    OptionalInt preferredPort,
    boolean strict,
    boolean hold,
    Duration maxWait,
    OptionalLong holderPid,
    Optional<Duration> duration) {

  /** The longest application name, in bytes of UTF-8. */
  public static final int MAX_APP_NAME_BYTES = 128;

  /** The longest time a lease that is tied to no process can be asked for: 30 days. */
  public static final Duration MAX_DURATION = Duration.ofDays(30);

  private static final Duration MAX_WAIT = Duration.ofHours(24);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a value is out of its bounds, {@code strict} is set without
   *     a preferred port, both {@code holderPid} and {@code duration} are given, or {@code hold} is
   *     set for a lease that is not tied to this process
   */
  public LeaseRequest {
    requireAppName(appName);
    if (preferredPort.isPresent()) {
      PortRange.requirePort(preferredPort.getAsInt());
    }
    requireBetween("maxWait", maxWait, Duration.ZERO, MAX_WAIT);
    if (duration.isPresent()) {
      requireBetween("duration", duration.get(), Duration.ofSeconds(1), MAX_DURATION);
    }
    if (holderPid.isPresent() && holderPid.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "holderPid must be at least 1 but was " + holderPid.getAsLong());
    }
    if (strict && preferredPort.isEmpty()) {
      throw new IllegalArgumentException("strict needs a preferredPort");
    }
    if (holderPid.isPresent() && duration.isPresent()) {
      throw new IllegalArgumentException(
          "a lease is tied to a process (holderPid) or to a time (duration), not to both");
    }
    if (hold && (holderPid.isPresent() || duration.isPresent())) {
      throw new IllegalArgumentException(
          "hold keeps a socket in this process, so it does not go with holderPid or duration");
    }
  }

  /**
   * Returns the plain request of an application: any port, at once, tied to this process.
   *
   * @param appName the application's name
   * @return the request
   * @throws IllegalArgumentException if the name is blank, too long or has a control character
   */
  public static LeaseRequest of(String appName) {
    return builder(appName).build();
  }

  /**
   * Returns a builder of requests of an application.
   *
   * @param appName the application's name
   * @return a new builder
   */
  public static Builder builder(String appName) {
    return new Builder(appName);
  }

  /**
   * Returns {@code appName} if it can name an application.
   *
   * @param appName the name to check
   * @return {@code appName}
   * @throws IllegalArgumentException if it is blank, longer than {@value #MAX_APP_NAME_BYTES} bytes
   *     of UTF-8, or has a control or an unpaired surrogate character
   */
  public static String requireAppName(String appName) {
    requireNonNull(appName, "appName");
    if (appName.isBlank()) {
      throw new IllegalArgumentException("an app name must not be blank but was " + shown(appName));
    }
    if (hasControlOrBroken(appName)) {
      throw new IllegalArgumentException(
          "an app name must have no control or broken character but was " + shown(appName));
    }
    int bytes = appName.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_APP_NAME_BYTES) {
      throw new IllegalArgumentException(
          "an app name must be 1-"
              + MAX_APP_NAME_BYTES
              + " bytes of UTF-8 but "
              + shown(appName)
              + " has "
              + bytes);
    }
    return appName;
  }

  private static String shown(String appName) {
    return "\"" + Printable.of(appName, 40) + "\"";
  }

  private static boolean hasControlOrBroken(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      boolean broken = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (broken || Character.isISOControl(character)) {
        return true;
      }
      at += Character.charCount(character);
    }
    return false;
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    requireNonNull(value, name);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + " but was " + value);
    }
  }

  /** Sets what to ask for. Not safe for use by several threads. */
  public static final class Builder {
    private final String appName;
    private OptionalInt preferredPort = OptionalInt.empty();
    private boolean strict;
    private boolean hold;
    private Duration maxWait = Duration.ZERO;
    private OptionalLong holderPid = OptionalLong.empty();
    private Optional<Duration> duration = Optional.empty();

    private Builder(String appName) {
      this.appName = requireNonNull(appName, "appName");
    }

    /**
     * Sets the port to try first.
     *
     * @param preferredPort 1 to 65535, in the manager's range
     * @return this
     */
    public Builder preferredPort(int preferredPort) {
      this.preferredPort = OptionalInt.of(preferredPort);
      return this;
    }

    /**
     * Sets whether to fail where the preferred port cannot be had.
     *
     * @param strict false by default
     * @return this
     */
    public Builder strict(boolean strict) {
      this.strict = strict;
      return this;
    }

    /**
     * Sets whether to keep strangers off the port until the server opens.
     *
     * @param hold false by default
     * @return this
     */
    public Builder hold(boolean hold) {
      this.hold = hold;
      return this;
    }

    /**
     * Sets how long to wait where no port is free.
     *
     * @param maxWait zero (the default) to 24 hours
     * @return this
     */
    public Builder maxWait(Duration maxWait) {
      this.maxWait = requireNonNull(maxWait, "maxWait");
      return this;
    }

    /**
     * Ties the lease to the life of another process.
     *
     * @param holderPid a live process of the same user, at least 1
     * @return this
     */
    public Builder holderPid(long holderPid) {
      this.holderPid = OptionalLong.of(holderPid);
      return this;
    }

    /**
     * Ties the lease to a time instead of a process. Asked again by the same application while it
     * lives, the same port is given and the time starts again.
     *
     * @param duration 1 second to 30 days
     * @return this
     */
    public Builder duration(Duration duration) {
      this.duration = Optional.of(duration);
      return this;
    }

    /**
     * Returns the request.
     *
     * @return a new value
     * @throws IllegalArgumentException as {@link LeaseRequest} says
     */
    public LeaseRequest build() {
      return new LeaseRequest(appName, preferredPort, strict, hold, maxWait, holderPid, duration);
    }
  }
}
