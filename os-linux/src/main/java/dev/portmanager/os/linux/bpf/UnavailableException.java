package dev.portmanager.os.linux.bpf;

import java.util.Optional;

/**
 * The kernel cannot be asked for owners, or no longer: a right, a type, a call is missing, or the
 * verifier refuses the program. Never leaves the back end: /proc is read instead.
 */
public class UnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the verifier said; empty if it said nothing. */
  private final String log;

  /**
   * Creates an exception.
   *
   * @param reason what is missing, as part of a sentence
   */
  public UnavailableException(String reason) {
    this(reason, "");
  }

  /**
   * Creates an exception with what the kernel's verifier said.
   *
   * @param reason what is missing, as part of a sentence
   * @param log the verifier's log; blank if there is none
   */
  public UnavailableException(String reason, String log) {
    super(reason);
    this.log = log;
  }

  /**
   * Returns what is missing.
   *
   * @return part of a sentence
   */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /**
   * Tells whether it may be otherwise in a moment: for want of descriptors or memory, or because a
   * signal came.
   *
   * @return false if it lasts, as a missing right does
   */
  public boolean isPassing() {
    return false;
  }

  /**
   * Returns what the kernel's verifier said.
   *
   * @return the log; empty if there is none
   */
  public Optional<String> log() {
    return log.isBlank() ? Optional.empty() : Optional.of(log);
  }
}
