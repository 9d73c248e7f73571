package dev.portmanager;

import org.jspecify.annotations.Nullable;

/**
 * Something that Port Manager could not do, for a reason outside of the program: its message says
 * what happened, to what, and what to do next. Wrong arguments are {@link IllegalArgumentException}
 * or {@link NullPointerException} instead.
 */
public class PortManagerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, to what, and what to do next
   */
  public PortManagerException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what happened, to what, and what to do next
   * @param cause what led to it, or null if nothing else did
   */
  public PortManagerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
