package dev.portmanager.core.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * The 64 bits that a lease leaves in its port's slot: a 32-bit hash of the application's name, then
 * the low 32 bits of the wall clock's milliseconds at its release, 0 if it was not released yet.
 *
 * <p>They serve comfort, not safety: a clock that is stepped can end a cool-down early, and two
 * names of one hash are told apart by the record.
 */
final class Trace {

  private static final long LOW = 0xFFFF_FFFFL;

  private Trace() {}

  /** Returns a hash that is not 0. */
  static int hash(String app) {
    CRC32C crc = new CRC32C();
    crc.update(app.getBytes(UTF_8));
    int hash = (int) crc.getValue();
    return hash == 0 ? 1 : hash;
  }

  static boolean isOf(long trace, int hash) {
    return (int) (trace >>> 32) == hash;
  }

  static long leased(int hash) {
    return (long) hash << 32;
  }

  /** Returns the trace with its release at the given time. */
  static long released(long trace, long nowMillis) {
    long stamp = nowMillis & LOW;
    return (trace & ~LOW) | (stamp == 0 ? 1 : stamp);
  }

  /** Tells whether no lease was made since the last one was released. */
  static boolean isReleased(long trace) {
    return (trace & LOW) != 0;
  }

  /** Tells whether the port was released less than the cool-down ago, by another application. */
  static boolean isCooling(long trace, int hash, Duration cooldown, long nowMillis) {
    return !isOf(trace, hash) && isCooling(trace, cooldown, nowMillis);
  }

  /** Tells whether the port was released less than the cool-down ago, by whomever. */
  static boolean isCooling(long trace, Duration cooldown, long nowMillis) {
    long stamp = trace & LOW;
    return stamp != 0 && ((nowMillis - stamp) & LOW) < cooldown.toMillis();
  }
}
