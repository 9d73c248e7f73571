package dev.portmanager.os.linux;

import dev.portmanager.os.linux.procfs.MalformedProcFileException;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The namespaces that this process lives in: namespaces(7).
 *
 * @param proc where to read
 */
record Namespaces(ProcFs proc) {

  private static final int LONGEST_NUMBER = 19;

  /** Returns the number of the network namespace. */
  String network() {
    return number("self/ns/net");
  }

  /** Returns the number of the pid namespace; empty if /proc shows another one. */
  Optional<String> pid() {
    try {
      // The kernel gives the reader's pid in the namespace that this /proc was mounted for.
      String self = proc.link("self");
      return isOurs(self) ? Optional.of(number("self/ns/pid")) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // this process has no pid in the namespace that /proc shows
    }
  }

  /**
   * Tells whether a pid of ours is that of our own namespace: NSpid lists a process's ids from the
   * namespace of this /proc down to its own, proc_pid_status(5), so there is one alone if these are
   * the same.
   */
  private boolean isOurs(String self) throws IOException {
    List<String> ids = ProcStatus.values(proc.text("self/status"), "NSpid:");
    return ids.isEmpty() // before Linux 4.1
        ? self.equals(Long.toString(ProcessHandle.current().pid()))
        : ids.size() == 1 && ids.get(0).equals(self);
  }

  private String number(String link) {
    try {
      String target = proc.link(link);
      int open = target.indexOf(":[");
      int length = target.length() - open - 3;
      if (open > 0 && length > 0 && length <= LONGEST_NUMBER && target.endsWith("]")) {
        String number = target.substring(open + 2, open + 2 + length);
        if (isDigits(number)) {
          return number;
        }
      }
      throw new MalformedProcFileException("a namespace behind the link " + link, target);
    } catch (IOException e) {
      throw LinuxHost.unreadable(link, e);
    }
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
