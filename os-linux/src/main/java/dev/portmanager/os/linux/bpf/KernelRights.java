package dev.portmanager.os.linux.bpf;

import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcStatus;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.IOException;

/**
 * Whether this process may ask, and whether the answers would be about what it sees: told before
 * anything is loaded.
 *
 * @param proc where to read
 * @param visibility what this process sees of others
 */
record KernelRights(ProcFs proc, Visibility visibility) {

  private static final int CAP_SYS_ADMIN = 21; // linux/capability.h
  private static final int CAP_PERFMON = 38;
  private static final int CAP_BPF = 39;

  /**
   * Checks both.
   *
   * @throws UnavailableException if one is missing
   */
  void require() throws UnavailableException {
    if (visibility.userNamespace()) {
      throw new UnavailableException("rights of a user namespace do not reach that far");
    }
    if (visibility.pidNamespace()) {
      throw new UnavailableException(
          "the kernel names processes as its first pid namespace does, and this process lives in"
              + " another one");
    }
    if (!mayLoad(effective())) {
      throw new MissingRightsException();
    }
    if (visibility.hidden()) {
      throw new UnavailableException(
          "/proc is mounted with hidepid, so that nothing could be said of the owners found");
    }
  }

  static boolean mayLoad(long capabilities) {
    return has(capabilities, CAP_SYS_ADMIN)
        || (has(capabilities, CAP_BPF) && has(capabilities, CAP_PERFMON));
  }

  private static boolean has(long capabilities, int capability) {
    return (capabilities >>> capability & 1) != 0;
  }

  private long effective() throws UnavailableException {
    try {
      return ProcStatus.parse(proc.text("self/status")).capabilities();
    } catch (IOException e) {
      throw new Shortage("the rights of this process cannot be read (" + e + ")");
    }
  }
}
