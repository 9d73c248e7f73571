package dev.portmanager.core.registry;

/**
 * The 64 bits in a port's slot that say who holds it; claiming and releasing a port is one
 * compare-and-set of them.
 *
 * <pre>
 * 0                                                            nobody
 * 0 | number (5 bits) | pid (26 bits) | start time (32 bits)   that process; low bits of its start
 * 1 | nonce (31 bits) | end (32 bits)                          no process; until then, in seconds
 * </pre>
 *
 * <p>The number tells a lease from the one that the same process had of the port before: who ends
 * the earlier one while its holder gives it back and leases the port again must not end the later.
 *
 * <p>No pid needs more than 26 bits: Linux has at most 2^22 (PID_MAX_LIMIT), macOS fewer, and
 * Windows at most 2^24 handles of processes, whose numbers are multiples of 4.
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
  private static final long LARGEST_PID = 0x3FF_FFFFL;
  private static final int NUMBER = 58;
  private static final long LARGEST_NUMBER = 0x1FL;

  private ClaimWord() {}

  /** Returns the word of a process, whichever its lease. */
  static long ofProcess(long pid, long startTime) {
    if (pid < 1 || pid > LARGEST_PID) {
      throw new IllegalArgumentException("a pid must be 1-" + LARGEST_PID + " but was " + pid);
    }
    return (pid << 32) | (startTime & LOW);
  }

  /** Returns the word of a process's lease: only the low 5 bits of the number count. */
  static long ofLease(long process, int number) {
    return process | ((number & LARGEST_NUMBER) << NUMBER);
  }

  static long ofTime(long nonce, long endUptimeSeconds) {
    return TIMED | ((nonce & HIGH) << 32) | (endUptimeSeconds & LOW);
  }

  static boolean isTimed(long word) {
    return word < 0;
  }

  /** Returns the pid of a word that is not timed. */
  static long pid(long word) {
    return (word >>> 32) & LARGEST_PID;
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

  /** Returns whether two words that are not timed are one process's, whichever its lease. */
  static boolean sameProcess(long word, long other) {
    return ((word ^ other) & ~(LARGEST_NUMBER << NUMBER)) == 0;
  }

  /** Returns whether the two words are one lease's: a timed one may have been prolonged. */
  static boolean sameHolder(long word, long other) {
    return isTimed(word) ? (word ^ other) >>> 32 == 0 : word == other;
  }
}
