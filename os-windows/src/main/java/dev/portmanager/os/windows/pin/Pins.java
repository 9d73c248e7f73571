package dev.portmanager.os.windows.pin;

import dev.portmanager.PortManagerException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessReader;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.spi.PinnedProcess;
import java.util.Optional;

/** Pins processes in the best way that the rights allow. Safe for use by several threads. */
public final class Pins {

  private static final int LOOK = Kernel32.SYNCHRONIZE | Kernel32.PROCESS_QUERY_LIMITED_INFORMATION;

  /** What is tried in turn: to end and read it, to end it, to wait for it. */
  private static final int[] RIGHTS = {
    LOOK | Kernel32.PROCESS_TERMINATE | Kernel32.PROCESS_VM_READ,
    LOOK | Kernel32.PROCESS_TERMINATE,
    LOOK
  };

  private final Win32 win32;
  private final ProcessReader reader;
  private final Protection protection;
  private final PinnedByHandle.Surroundings around;

  /**
   * Creates a maker of pins.
   *
   * @param win32 the native libraries
   * @param reader tells the facts of processes
   * @param services the service manager
   * @param view the rest of the back end
   */
  public Pins(Win32 win32, ProcessReader reader, Services services, PinView view) {
    this.win32 = win32;
    this.reader = reader;
    this.protection = new Protection(win32, services);
    this.around =
        new PinnedByHandle.Surroundings(
            view,
            new Asking(services, new Windows(win32), new Console(win32)),
            "it belongs to another user, runs as administrator, or is protected; start this as"
                + " administrator");
  }

  /** What is known of a pinned process. */
  record Described(ProcessInfo process, Optional<String> protection, Optional<String> limit) {}

  /**
   * Pins a process.
   *
   * @param pid its process id
   * @return the pin; empty if there is no such process
   * @throws dev.portmanager.NativeCallException if the system cannot, for another reason than that
   *     the rights do not suffice, or does not tell whether the process may be ended
   */
  public Optional<PinnedProcess> pin(long pid) {
    OpenProcess.Opened opened = new OpenProcess.Opened.NoProcess();
    for (int rights : RIGHTS) {
      opened = OpenProcess.open(win32, pid, rights);
      if (!(opened instanceof OpenProcess.Opened.Refused refused && refused.isDenied())) {
        break;
      }
    }
    if (opened instanceof OpenProcess.Opened.Open open) {
      return complete(open.process(), pid);
    }
    return opened instanceof OpenProcess.Opened.Refused refused
        ? unopened(pid, refused)
        : Optional.empty();
  }

  /** Reads the facts after it is pinned, so that they are this process's. */
  private Optional<PinnedProcess> complete(OpenProcess process, long pid) {
    boolean pinned = false;
    try {
      if (process.hasEndedWithin(0)) {
        return Optional.empty();
      }
      Optional<PinnedProcess> pin = describe(process, pid);
      // What was read of one that ended meanwhile may be of nobody.
      pinned = !process.hasEndedWithin(0);
      return pinned ? pin : Optional.empty();
    } catch (PortManagerException e) {
      // Some questions fail for a process that has ended.
      if (process.hasEndedWithin(0)) {
        return Optional.empty();
      }
      throw e;
    } finally {
      if (!pinned) {
        process.close();
      }
    }
  }

  private Optional<PinnedProcess> describe(OpenProcess process, long pid) {
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    long createdAt = process.createdAt();
    ProcessEntry entry =
        snapshot
            .find(pid)
            .filter(found -> found.createdAt() == createdAt)
            .orElseGet(() -> new ProcessEntry(pid, 0, createdAt, "unnamed", 0));
    ProcessReader.Facts facts = reader.read(entry, snapshot, process);
    Described described =
        new Described(
            facts.process(), protection.of(entry, snapshot, Optional.of(process)), facts.limit());
    return Optional.of(new PinnedByHandle(process, entry, described, around));
  }

  private Optional<PinnedProcess> unopened(long pid, OpenProcess.Opened.Refused refused) {
    if (!refused.isDenied()) {
      throw refused.failure();
    }
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    return snapshot
        .find(pid)
        .map(
            entry ->
                new PinnedUnopened(
                    win32,
                    around.view(),
                    entry,
                    new Described(
                        reader.read(entry, snapshot).process(),
                        protection.of(entry, snapshot, Optional.empty()),
                        Optional.of(ProcessReader.refusal(entry, snapshot, refused.failure())))));
  }
}
