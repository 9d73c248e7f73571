package dev.portmanager.os.linux.bpf;

import java.util.Locale;

/** Whether the kernel is to be asked for owners: the system property {@value #PROPERTY}. */
public enum KernelMode {
  /** Where the rights allow it, and once it pays. */
  AUTO,
  /** Where the rights allow it, from the first look-up on. */
  ON,
  /** Never: /proc is read. */
  OFF;

  /** The system property: {@code auto}, {@code on} or {@code off}. */
  public static final String PROPERTY = "portmanager.kernel";

  /** The environment variable that counts where the property is not set. */
  public static final String VARIABLE = "PORTMANAGER_KERNEL";

  /**
   * Returns what the user wants.
   *
   * @return by default {@link #AUTO}
   * @throws UnavailableException if it is set to none of the three words
   */
  public static KernelMode read() throws UnavailableException {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return of(PROPERTY, property);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null ? AUTO : of(VARIABLE, variable);
  }

  static KernelMode of(String where, String word) throws UnavailableException {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "", "auto" -> AUTO;
      case "on" -> ON;
      case "off" -> OFF;
      default ->
          throw new UnavailableException(
              where + " must be auto, on or off but was \"" + word + "\"");
    };
  }
}
