package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.GroupMembers;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcessReader;

/**
 * What a look-up needs to know of the machine besides sockets and descriptors.
 *
 * @param proc reads /proc
 * @param processes reads the facts of a process
 * @param groups lists the members of control groups
 * @param viewer tells who looks
 */
public record Surroundings(
    ProcFs proc, ProcessReader processes, GroupMembers groups, Viewer viewer) {

  OwnershipJudge judge() {
    return new OwnershipJudge(viewer.visibility(), viewer.userId(), viewer);
  }
}
