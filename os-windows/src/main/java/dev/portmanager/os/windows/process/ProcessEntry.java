package dev.portmanager.os.windows.process;

import java.time.Instant;

/**
 * One process in a snapshot of all.
 *
 * @param pid its process id
 * @param parentPid the pid that its parent had; may be another process's by now
 * @param createdAt when it was made, in FILETIME's units: 100 ns since 1601; set once, so that no
 *     change of the clock moves it
 * @param name the file name of its program
 * @param sessionId its session
 */
public record ProcessEntry(long pid, long parentPid, long createdAt, String name, int sessionId) {

  private static final long EPOCH_SECONDS = 11_644_473_600L;
  private static final long UNITS = 10_000_000L;

  /**
   * Puts a FILETIME on the clock of Java.
   *
   * @param fileTime 100 ns since 1601
   * @return the moment
   */
  public static Instant instant(long fileTime) {
    return Instant.ofEpochSecond(
        Math.floorDiv(fileTime, UNITS) - EPOCH_SECONDS, Math.floorMod(fileTime, UNITS) * 100);
  }
}
