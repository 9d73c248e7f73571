package dev.portmanager;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One finding on what works here and what does not.
 *
 * @param topic a short heading, such as {@code registry}
 * @param level how good it is
 * @param message one sentence that says what was found
 * @param remedy what the user can do about it
 * @param details what an expert wants to see, of several lines: shown on demand only
 */
public record Diagnosis(
    String topic, Level level, String message, Optional<String> remedy, Optional<String> details) {

  /** The topic of how owners are found, where a system has several ways. */
  public static final String OWNER_SEARCH = "owner search";

  /** Checks that nothing is null. */
  public Diagnosis {
    requireNonNull(topic, "topic");
    requireNonNull(level, "level");
    requireNonNull(message, "message");
    requireNonNull(remedy, "remedy");
    requireNonNull(details, "details");
  }

  /**
   * Creates a finding without details.
   *
   * @param topic the heading
   * @param level how good it is
   * @param message what was found
   * @param remedy what the user can do about it
   */
  public Diagnosis(String topic, Level level, String message, Optional<String> remedy) {
    this(topic, level, message, remedy, Optional.empty());
  }

  /**
   * Returns this finding with details.
   *
   * @param lines what an expert wants to see
   * @return a new value
   */
  public Diagnosis withDetails(String lines) {
    return new Diagnosis(topic, level, message, remedy, Optional.of(lines));
  }

  /**
   * Creates a finding that all is well.
   *
   * @param topic the heading
   * @param message what was found
   * @return a new value
   */
  public static Diagnosis ok(String topic, String message) {
    return new Diagnosis(topic, Level.OK, message, Optional.empty());
  }

  /**
   * Creates a finding that something works less well than it could.
   *
   * @param topic the heading
   * @param message what was found
   * @param remedy what the user can do about it
   * @return a new value
   */
  public static Diagnosis limited(String topic, String message, String remedy) {
    return new Diagnosis(topic, Level.LIMITED, message, Optional.of(remedy));
  }

  /**
   * Creates a finding that something does not work.
   *
   * @param topic the heading
   * @param message what was found
   * @param remedy what the user can do about it
   * @return a new value
   */
  public static Diagnosis broken(String topic, String message, String remedy) {
    return new Diagnosis(topic, Level.BROKEN, message, Optional.of(remedy));
  }

  /** How good a finding is. */
  public enum Level {
    /** Works as it should. */
    OK,
    /** Works, but less well than it could. */
    LIMITED,
    /** Does not work. */
    BROKEN
  }
}
