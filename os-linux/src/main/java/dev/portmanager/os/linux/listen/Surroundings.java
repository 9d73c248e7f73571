package dev.portmanager.os.linux.listen;

import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.ProcessReader;
import dev.portmanager.os.linux.procfs.Visibility;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a look-up needs to know of the machine besides sockets and descriptors.
 *
 * @param proc reads /proc
 * @param processes reads the facts of a process
 * @param userName gives a user's login name
 * @param ownUser gives the user this process runs as
 * @param visibility gives what this process can see
 */
public record Surroundings(
    ProcFs proc,
    ProcessReader processes,
    LongFunction<String> userName,
    LongSupplier ownUser,
    Supplier<Visibility> visibility) {

  OwnershipJudge judge() {
    return new OwnershipJudge(visibility.get(), ownUser.getAsLong(), userName);
  }
}
