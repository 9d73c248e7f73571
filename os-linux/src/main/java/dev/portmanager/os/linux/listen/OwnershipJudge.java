package dev.portmanager.os.linux.listen;

import dev.portmanager.Ownership;
import dev.portmanager.PortEvent.LookedUp.Means;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.linux.listen.OwnerSearch.Found;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.ScanResult;
import dev.portmanager.os.linux.procfs.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Says what a scan proves of one socket, and no more than that.
 *
 * @param visibility what this process can see
 * @param ownUser the user it runs as
 * @param userName gives a user's login name
 */
record OwnershipJudge(Visibility visibility, long ownUser, LongFunction<String> userName) {

  private static final String NO_DESCRIPTOR =
      "it is held by the kernel, by a ring of io_uring, or by a message that nobody has read";

  /** Judges a socket whose owners are known. */
  Ownership known(SocketRow row, List<ProcessInfo> owners, ScanResult scan) {
    boolean othersPossible =
        (scan.refused() > 0 && row.userId() != ownUser) || scan.mayHaveRefused(row.userId());
    if (othersPossible) {
      return new Ownership.Known(
          owners,
          Optional.of(
              "there may be others: "
                  + scan.refused()
                  + " of "
                  + scan.processes()
                  + " processes may not be looked into; "
                  + visibility.remedy()));
    }
    if (visibility.hidden() && row.userId() != ownUser) {
      return new Ownership.Known(owners, Optional.of("there may be others: " + hiddenByMount()));
    }
    return new Ownership.Known(owners);
  }

  /** Judges a socket for which no owner was found. */
  Ownership unknown(SocketRow row, Found found) {
    if (row.inode() == 0) {
      return new Ownership.None(
          "the kernel lists this socket without an inode: no process has it open");
    }
    if (found.means() == Means.KERNEL) {
      return new Ownership.None(
          "the kernel looked through the descriptors of all processes and threads and none is of"
              + " this socket: "
              + NO_DESCRIPTOR);
    }
    ScanResult scan = found.result();
    String maker = "its socket was made by " + userName.apply(row.userId());
    if (scan.refused() > 0) {
      return new Ownership.Hidden(
          maker
              + ", and "
              + scan.refused()
              + " of "
              + scan.processes()
              + " processes may not be looked into by this one: "
              + visibility.remedy());
    }
    if (visibility.hidden()) {
      return new Ownership.Hidden(maker + ", and " + hiddenByMount());
    }
    if (visibility.pidNamespace()) {
      return new Ownership.Hidden(
          maker
              + ", and this process sees only the "
              + scan.processes()
              + " processes of its own pid namespace (a container): look from the machine itself,"
              + " or share its pid namespace");
    }
    return new Ownership.None(
        "all "
            + scan.processes()
            + " processes and their threads were looked into and none has a descriptor of it: "
            + NO_DESCRIPTOR);
  }

  private String hiddenByMount() {
    return "/proc is mounted with hidepid, which hides other users' processes: "
        + visibility.remedy();
  }
}
