package dev.portmanager.core.registry;

/**
 * The 64 bits in a port's slot that say who holds it; claiming and releasing a port is one
 * compare-and-set of them.
 *
 * <pre>
 * 0                                              nobody
 * 0 | pid (31 bits) | start time (low 32 bits)   the process with that pid and start time
 * 1 | nonce (31 bits) | end (32 bits)            nobody's process; until that second of uptime
 * </pre>
 *
 * <p>A pid together with 32 bits of its start time can name two processes only if the later one got
 * the same pid after an exact multiple of 2^32 units (497 days of Linux's clock ticks), or within
 * one unit.
 */
final class ClaimWord {

  /** The slot of a port that nobody holds. */
  static final long NOBODY = 0;

  private static final long TIMED = Long.MIN_VALUE;
  private static final long LOW = 0xFFFF_FFFFL;
  private static final long HIGH = 0x7FFF_FFFFL;

  private ClaimWord() {}

  static long ofProcess(long pid, long startTime) {
    if (pid < 1 || pid > HIGH) {
      throw new IllegalArgumentException("a pid must be 1-" + HIGH + " but was " + pid);
    }
    return (pid << 32) | (startTime & LOW);
  }

  static long ofTime(long nonce, long endUptimeSeconds) {
    return TIMED | ((nonce & HIGH) << 32) | (endUptimeSeconds & LOW);
  }

  static boolean isTimed(long word) {
    return word < 0;
  }

  /** Returns the pid of a word that is not timed. */
  static long pid(long word) {
    return (word >>> 32) & HIGH;
  }

  /** Returns whether the start time could be that of a word that is not timed. */
  static boolean startedAt(long word, long startTime) {
    return (word & LOW) == (startTime & LOW);
  }

  /** Returns the second of uptime at which a timed word ends. */
  static long endUptimeSeconds(long word) {
    return word & LOW;
  }

  /** Returns the timed word with another end. */
  static long endingAt(long word, long endUptimeSeconds) {
    return (word & ~LOW) | (endUptimeSeconds & LOW);
  }

  /** Returns whether the two words are one holder's: a timed one may have been prolonged. */
  static boolean sameHolder(long word, long other) {
    return isTimed(word) ? (word ^ other) >>> 32 == 0 : word == other;
  }
}
