package dev.portmanager.os.linux;

import dev.portmanager.PortManagerException;
import dev.portmanager.os.linux.bpf.Agreement;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.os.linux.bpf.KernelSource;
import dev.portmanager.os.linux.bpf.KernelTier;
import dev.portmanager.os.linux.jna.LibC;
import dev.portmanager.os.linux.listen.ListenerLookup;
import dev.portmanager.os.linux.listen.ListenerTables;
import dev.portmanager.os.linux.listen.Surroundings;
import dev.portmanager.os.linux.listen.Viewer;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.procfs.ControlGroups;
import dev.portmanager.os.linux.procfs.GroupMembers;
import dev.portmanager.os.linux.procfs.OwnerScan;
import dev.portmanager.os.linux.procfs.ProcessReader;
import dev.portmanager.os.linux.procfs.Visibility;
import java.io.IOException;
import java.util.Optional;

/** The parts that need the C library, put together once it is loaded. */
final class Backend {

  private final ListenerTables tables;
  private final KernelTier tier;
  private final ListenerLookup lookup;
  private final ProcessReader processes;
  private final Viewer viewer;

  /**
   * Loads the C library's binding.
   *
   * @param host the machine
   * @param kernel how to ask the kernel for owners, apart from all others; empty: with all others,
   *     as the user wants it
   * @throws PortManagerException if that fails
   */
  Backend(LinuxHost host, Optional<KernelMode> kernel) {
    loadBinding();
    viewer = new LinuxViewer(host);
    processes = new ProcessReader(host.proc(), viewer);
    tables = new ListenerTables(new SocketDumps(), host.proc());
    Surroundings surroundings =
        new Surroundings(host.proc(), processes, new GroupMembers(groupRoot(host)), viewer);
    tier = kernel.isPresent() ? newTier(kernel.get(), host) : SharedTier.of(this, host);
    lookup = new ListenerLookup(tables, ownerScan(host), tier, surroundings);
  }

  /** Returns a tier of this object's own. */
  KernelTier newTier(KernelMode mode, LinuxHost host) {
    Agreement agreement = new Agreement(new OwnerScan("/proc"), tables::inodes);
    return new KernelTier(mode, KernelSource.running(host.proc(), viewer::visibility, agreement));
  }

  KernelTier tier() {
    return tier;
  }

  ListenerTables tables() {
    return tables;
  }

  ListenerLookup lookup() {
    return lookup;
  }

  ProcessReader processes() {
    return processes;
  }

  Visibility visibility() {
    return viewer.visibility();
  }

  /** Processes are compared by their numbers, so these must be those that /proc shows. */
  private static OwnerScan ownerScan(LinuxHost host) {
    return host.pidNamespace().isPresent() ? OwnerScan.comparing("/proc") : new OwnerScan("/proc");
  }

  /** Returns where the second version of control groups is mounted; where mostly, if nowhere. */
  private static String groupRoot(LinuxHost host) {
    try {
      return ControlGroups.mountPoint(host.proc().text("self/mountinfo")).orElse("/sys/fs/cgroup");
    } catch (IOException e) {
      throw LinuxHost.unreadable("self/mountinfo", e);
    }
  }

  static void loadBinding() {
    try {
      LibC.errno();
    } catch (LinkageError e) {
      if (e.getCause() instanceof PortManagerException known) {
        throw known;
      }
      throw new PortManagerException(
          "the C library cannot be called through JNA ("
              + e
              + "); if the folder for temporary files is mounted noexec, name another one with"
              + " -Djna.tmpdir=DIR",
          e);
    }
  }
}
