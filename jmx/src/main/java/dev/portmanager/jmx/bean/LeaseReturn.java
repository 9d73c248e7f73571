package dev.portmanager.jmx.bean;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.Printable;
import dev.portmanager.ReleaseOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives leases back on behalf of a console: this manager's own, and those that are tied to a time.
 * What another live process holds is that process's.
 *
 * @param manager the manager
 */
record LeaseReturn(PortManager manager) {

  /**
   * Gives back what may be given back.
   *
   * @param leases which leases
   * @return how many were given back
   * @throws IllegalStateException if there were some and none may be given back; it says why
   */
  int all(List<LeaseInfo> leases) {
    int released = 0;
    List<String> kept = new ArrayList<>();
    for (LeaseInfo lease : leases) {
      if (isOwn(lease)) {
        released += manager.releasePort(lease.app()) ? 1 : 0;
        continue;
      }
      ReleaseOutcome outcome = manager.release(lease, false);
      switch (outcome) {
        case RELEASED -> released++;
        case NOT_LEASED -> {} // it ended by itself meanwhile
        case HELD -> kept.add(sentence(lease) + "pid " + lease.pid() + ", which lives: end that");
        case OTHER_USER ->
            kept.add(sentence(lease) + "user " + Printable.of(lease.user(), 64) + ": ask that one");
      }
    }
    if (released == 0 && !kept.isEmpty()) {
      throw new IllegalStateException(String.join("; ", kept));
    }
    return released;
  }

  private static String sentence(LeaseInfo lease) {
    return "port " + lease.port() + " is leased by ";
  }

  private boolean isOwn(LeaseInfo lease) {
    return lease.pid() == ProcessHandle.current().pid()
        && Integer.valueOf(lease.port()).equals(manager.getAppPorts().get(lease.app()));
  }
}
