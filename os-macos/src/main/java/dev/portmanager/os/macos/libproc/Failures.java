package dev.portmanager.os.macos.libproc;

import dev.portmanager.os.macos.jna.Errno;

/** Counts, by error number, what could not be read in one pass. Not safe for several threads. */
public final class Failures {

  private static final int NUMBERS = 128;

  private final int[] counts = new int[NUMBERS];

  /**
   * Counts a failure.
   *
   * @param code the error number
   */
  public void add(int code) {
    counts[code > 0 && code < NUMBERS ? code : 0]++;
  }

  /**
   * Returns how many processes refused to be looked into.
   *
   * @return at least 0
   */
  public int refused() {
    return counts[Errno.EPERM] + counts[Errno.EACCES];
  }

  /**
   * Returns how many failures of one kind there were.
   *
   * @param code the error number; 0 for those with none
   * @return at least 0
   */
  public int of(int code) {
    return counts[code];
  }
}
