package dev.portmanager.reliability.concurrency;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;

/** Which locks of Port Manager a thread has. */
public final class Locks {

  private static final String OURS = "dev.portmanager.core";

  private Locks() {}

  /**
   * Takes a dump of a thread.
   *
   * @param thread the thread
   * @return each monitor that code of core has entered, and each lock of java.util.concurrent
   */
  public static List<String> heldBy(Thread thread) {
    long[] ids = {thread.getId()};
    ThreadInfo dump = ManagementFactory.getThreadMXBean().getThreadInfo(ids, true, true)[0];
    List<String> held = new ArrayList<>();
    for (MonitorInfo monitor : dump.getLockedMonitors()) {
      StackTraceElement frame = monitor.getLockedStackFrame();
      if (frame != null && frame.getClassName().startsWith(OURS)) {
        held.add(monitor + " entered in " + frame);
      }
    }
    for (LockInfo lock : dump.getLockedSynchronizers()) {
      held.add(lock.toString());
    }
    return held;
  }
}
