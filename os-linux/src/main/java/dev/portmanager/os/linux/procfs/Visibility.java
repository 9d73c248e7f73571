package dev.portmanager.os.linux.procfs;

import java.io.IOException;
import java.util.StringTokenizer;

/**
 * What of other processes this one can see.
 *
 * @param root whether it runs as root, be it only of its user namespace
 * @param mayTrace whether it has CAP_SYS_PTRACE
 * @param userNamespace whether it lives in a user namespace of its own, where its rights end
 * @param pidNamespace whether it lives in a pid namespace of its own, whose processes it sees alone
 * @param hidden whether /proc does not list processes that it may not look into
 */
public record Visibility(
    boolean root, boolean mayTrace, boolean userNamespace, boolean pidNamespace, boolean hidden) {

  /** {@code PROC_PID_INIT_INO}, linux/proc_ns.h: the namespace that the machine starts with. */
  private static final String FIRST_PID_NAMESPACE = "pid:[" + 0xEFFF_FFFCL + "]";

  /** The whole range of users, each mapped to itself: user_namespaces(7). */
  private static final String[] FIRST_USER_NAMESPACE = {"0", "0", "4294967295"};

  /**
   * Reads it.
   *
   * @param proc where to read
   * @return what can be seen
   * @throws IOException if /proc/self cannot be read
   */
  public static Visibility read(ProcFs proc) throws IOException {
    ProcStatus status = ProcStatus.parse(proc.text("self/status"));
    boolean user = !isFirstUserNamespace(proc.text("self/uid_map"));
    boolean pid = !proc.link("self/ns/pid").equals(FIRST_PID_NAMESPACE);
    ProcMount mount = ProcMount.parse(proc.text("self/mountinfo")).orElse(ProcMount.OPEN);
    boolean exempt =
        mount.exemptGroup().isPresent()
            && status.groups().contains(mount.exemptGroup().getAsLong());
    boolean all = status.mayTrace() && !user;
    return new Visibility(
        status.userId() == 0,
        status.mayTrace(),
        user,
        pid,
        mount.hidesProcesses() && !exempt && !all);
  }

  private static boolean isFirstUserNamespace(String map) {
    StringTokenizer numbers = new StringTokenizer(map);
    boolean same = numbers.countTokens() == FIRST_USER_NAMESPACE.length;
    for (int i = 0; same && i < FIRST_USER_NAMESPACE.length; i++) {
      same = numbers.nextToken().equals(FIRST_USER_NAMESPACE[i]);
    }
    return same;
  }

  /**
   * Returns what makes the processes visible that refused.
   *
   * @return the end of a sentence
   */
  public String remedy() {
    if (!root) {
      return "run it with sudo to see them";
    }
    if (userNamespace) {
      return "it is root in its user namespace only; run it as root of the machine to see them";
    }
    if (!mayTrace) {
      return "give it the capability SYS_PTRACE to see them";
    }
    return "they refuse even root (a security module or a sandbox protects them)";
  }
}
