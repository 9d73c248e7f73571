package dev.portmanager.benchmarks.measure;

/** Port Manager or the reference gave a wrong answer: there is nothing to time. */
public final class WrongAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message who was asked what, what was right and what was said
   */
  public WrongAnswerException(String message) {
    super(message);
  }
}
