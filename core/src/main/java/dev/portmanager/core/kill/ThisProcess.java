package dev.portmanager.core.kill;

import dev.portmanager.ProcessInfo;
import dev.portmanager.spi.Host;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the guards need to know of the process they run in.
 *
 * @param pid its process id
 * @param ancestors the processes it descends from, as far as they can be seen
 * @param windows whether it runs on Windows
 * @param pidsAreOurs whether a process id that the system shows means the same to this process
 */
record ThisProcess(long pid, Set<Long> ancestors, boolean windows, boolean pidsAreOurs) {

  /** A chain of parents is at most this long: it may be read while processes come and go. */
  private static final int DEEPEST = 256;

  ThisProcess {
    ancestors = Set.copyOf(ancestors);
  }

  /** Looks anew at each call: an orphan gets another parent. */
  static ThisProcess of(Host host) {
    ProcessHandle self = ProcessHandle.current();
    Set<Long> ancestors = new HashSet<>();
    Optional<ProcessHandle> parent = self.parent();
    while (parent.isPresent() && ancestors.size() < DEEPEST && ancestors.add(parent.get().pid())) {
      parent = parent.get().parent();
    }
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new ThisProcess(self.pid(), ancestors, windows, host.pidNamespace().isPresent());
  }

  /**
   * Returns this with those ancestors added that the parents of known processes show: where /proc
   * hides other users' processes, the chain of {@link ProcessHandle} ends too early.
   */
  ThisProcess withParentsShownBy(Collection<ProcessInfo> known) {
    Set<Long> all = new HashSet<>(ancestors);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ProcessInfo process : known) {
        OptionalLong parent = process.parentPid();
        if ((process.pid() == pid || all.contains(process.pid()))
            && parent.isPresent()
            && parent.getAsLong() != pid) {
          grown |= all.add(parent.getAsLong());
        }
      }
    }
    return new ThisProcess(pid, all, windows, pidsAreOurs);
  }
}
