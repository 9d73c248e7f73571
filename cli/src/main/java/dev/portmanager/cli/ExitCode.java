package dev.portmanager.cli;

/**
 * How a command ends: the only place where an exit code has a number.
 *
 * <p>The constants stand in order of weight. A command that deals with several ports ends with the
 * heaviest code of them all, so that {@code 0} says that each of them was done. {@code run} ends
 * with the application's own code once that has started.
 */
public enum ExitCode {
  /** Done. */
  DONE(0, "done"),
  /** There is no listener on the port, or no lease of that name. */
  NOTHING_THERE(3, "nothing there: no listener on the port, no lease of that name"),
  /** Every port of the range is leased, in use or forbidden. */
  NO_FREE_PORT(4, "no free port"),
  /** It was tried, or could not be tried, and is not done. */
  FAILED(1, "failed"),
  /** The system, or the owner of a lease, does not permit it; it may work for another user. */
  PERMISSION(5, "no permission: needs other rights, or is held by somebody else"),
  /** The command line is wrong; nothing was done. */
  USAGE(2, "wrong use: an unknown option, a bad value"),
  /** The program that {@code run} was given is there but may not be executed; as in a shell. */
  NOT_EXECUTABLE(126, "run: the program may not be executed"),
  /** The program that {@code run} was given is not there; as in a shell. */
  NO_SUCH_PROGRAM(127, "run: there is no such program");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /**
   * Returns the number that the shell sees.
   *
   * @return 0 to 127
   */
  public int code() {
    return code;
  }

  /**
   * Returns what the number says, for the manual.
   *
   * @return a few words
   */
  public String meaning() {
    return meaning;
  }

  /**
   * Returns the heavier of two.
   *
   * @param other the other
   * @return this or {@code other}
   */
  public ExitCode and(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
