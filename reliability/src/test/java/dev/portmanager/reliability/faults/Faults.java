package dev.portmanager.reliability.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Which call of the system fails, and with which error number. All threads share it. */
public final class Faults {

  /** Says what is to fail. Safe for use by several threads. */
  interface Plan {

    /**
     * Judges a call.
     *
     * @param function its name
     * @param nth which call of this function it is since the plan was made, from 1 on
     * @param subject whether it is about the process that the test watches
     * @return the error number that it fails with; 0 if it does not
     */
    int errno(String function, int nth, boolean subject);
  }

  private static final Plan NONE = (function, nth, subject) -> 0;
  private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

  private static volatile Plan plan = NONE;
  private static volatile boolean watching;
  private static volatile String subject = "";

  private Faults() {}

  /** Lets calls fail from now on. */
  static void begin(Plan next) {
    CALLS.clear();
    watching = false;
    plan = next;
  }

  /** Does the same, and tells which calls are about a process. */
  static void watch(long pid, Plan next) {
    begin(next);
    subject = pid + "/";
    watching = true;
  }

  /** Lets no call fail any more. */
  static void end() {
    begin(NONE);
  }

  static boolean isWatching() {
    return watching;
  }

  static boolean isSubject(String path) {
    return path.startsWith(subject) || path.startsWith("/proc/" + subject);
  }

  static boolean isSubject(long pid) {
    return subject.equals(pid + "/");
  }

  /** Returns what this call fails with; 0 if it does not. */
  static int next(String function, boolean about) {
    Plan current = plan;
    if (current == NONE) {
      return 0;
    }
    int nth = CALLS.computeIfAbsent(function, name -> new AtomicInteger()).incrementAndGet();
    return current.errno(function, nth, about);
  }
}
