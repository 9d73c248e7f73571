package dev.portmanager;

import static java.util.Objects.requireNonNull;

/** A call of the operating system failed in a way that leaves no answer. */
public class NativeCallException extends PortManagerException {

  private static final long serialVersionUID = 1L;

  private final String function;
  private final int code;

  /**
   * Creates an exception whose message names the function, the code and its text.
   *
   * @param function the function that failed, in its native spelling
   * @param code the system's error number ({@code errno}, {@code GetLastError})
   * @param text what the number means, and for what it was called
   */
  public NativeCallException(String function, int code, String text) {
    super(function + " failed with error " + code + ": " + text);
    this.function = requireNonNull(function, "function");
    this.code = code;
  }

  /**
   * Returns the function that failed.
   *
   * @return its native spelling
   */
  public String function() {
    return function;
  }

  /**
   * Returns the system's error number.
   *
   * @return {@code errno} or {@code GetLastError}
   */
  public int code() {
    return code;
  }
}
