package dev.portmanager.reliability.model;

/** What must never be, was. */
public final class Violation extends Error {
  private static final long serialVersionUID = 1;

  /**
   * Says what.
   *
   * @param message one sentence
   */
  public Violation(String message) {
    super(message, null, false, false);
  }
}
