package dev.portmanager.os.linux.launch;

import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.jna.OffHeap;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcLimits;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Gives the application the soft limit of open files that it would have had without the JVM.
 *
 * <p>HotSpot raises that limit to the hard one at its start, unless it is started with {@code
 * -XX:-MaxFDLimit}, as the start script does. An application that inherits a limit of a million can
 * be slow (old daemons close every possible descriptor) or break ({@code select} takes 1,024).
 * Where the JVM was started in another way, what it had is no longer known to anybody but the
 * parent, which handed it on: so the parent's soft limit is taken, if it is the lower one and this
 * process stands at its hard limit, as HotSpot leaves it.
 */
final class OpenFileLimit implements AutoCloseable {

  private static final int RLIMIT_NOFILE = 7;

  private final OffHeap limits;
  private final long raised;
  private boolean lowered;

  private OpenFileLimit(OffHeap limits, long raised) {
    this.limits = limits;
    this.raised = raised;
  }

  /**
   * Restores the limit.
   *
   * @return to be closed if the process goes on as a JVM, which then gets its own limit back
   */
  static OpenFileLimit restore(ProcFs proc) {
    OffHeap limits = OffHeap.allocate(16);
    boolean known = LibC.getrlimit(RLIMIT_NOFILE, limits.at(0)) == 0;
    long soft = limits.bytes().getLong(0);
    long hard = limits.bytes().getLong(8);
    OpenFileLimit restored = new OpenFileLimit(limits, soft);
    if (known && soft == hard && !isKeptByJvm(proc)) {
      parentLimit(proc)
          .ifPresent(
              parent -> {
                if (Long.compareUnsigned(parent, soft) < 0) {
                  restored.lowered = restored.set(parent);
                }
              });
    }
    return restored;
  }

  private boolean set(long soft) {
    limits.bytes().putLong(0, soft);
    return LibC.setrlimit(RLIMIT_NOFILE, limits.at(0)) == 0;
  }

  private static boolean isKeptByJvm(ProcFs proc) {
    try {
      return List.of(proc.text("self/cmdline").split("\0")).contains("-XX:-MaxFDLimit")
          || proc.text("self/environ").contains("-XX:-MaxFDLimit");
    } catch (IOException e) {
      return true; // nothing is known, so nothing is changed
    }
  }

  private static OptionalLong parentLimit(ProcFs proc) {
    try {
      long parent = proc.stat(ProcessHandle.current().pid()).parentPid();
      return parent > 0
          ? ProcLimits.softOpenFiles(proc.text(parent + "/limits"))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    if (lowered) {
      lowered = !set(raised);
    }
  }
}
