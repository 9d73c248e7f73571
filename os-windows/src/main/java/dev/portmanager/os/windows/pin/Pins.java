package dev.portmanager.os.windows.pin;

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
            new Asking(win32, services),
            "it belongs to another user, or is protected; run this elevated");
  }

  /** What is known of a pinned process. */
  record Described(ProcessInfo process, Optional<String> protection, Optional<String> limit) {}

  /**
   * Pins a process.
   *
   * @param pid its process id
   * @return the pin; empty if there is no such process
   */
  public Optional<PinnedProcess> pin(long pid) {
    OpenProcess.Opened opened = new OpenProcess.Opened.NoProcess();
    for (int rights : RIGHTS) {
      opened = OpenProcess.open(win32, pid, rights);
      if (!(opened instanceof OpenProcess.Opened.Refused)) {
        break;
      }
    }
    if (opened instanceof OpenProcess.Opened.Open open) {
      return complete(open.process(), pid);
    }
    return opened instanceof OpenProcess.Opened.Refused refused
        ? unopened(pid, refused.code())
        : Optional.empty();
  }

  /** Reads the facts after it is pinned, so that they are this process's. */
  private Optional<PinnedProcess> complete(OpenProcess process, long pid) {
    boolean pinned = false;
    try {
      if (process.hasEndedWithin(0)) {
        return Optional.empty();
      }
      ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
      ProcessEntry entry =
          snapshot
              .find(pid)
              .orElseGet(() -> new ProcessEntry(pid, 0, process.createdAt(), "unnamed", 0));
      Described described =
          new Described(
              reader.read(entry, snapshot, process),
              protection.of(entry, Optional.of(process)),
              Optional.empty());
      if (process.hasEndedWithin(0)) {
        return Optional.empty();
      }
      pinned = true;
      return Optional.of(new PinnedByHandle(process, entry, described, around));
    } finally {
      if (!pinned) {
        process.close();
      }
    }
  }

  private Optional<PinnedProcess> unopened(long pid, int code) {
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
                        protection.of(entry, Optional.empty()),
                        Optional.of(ProcessReader.refusal(entry, code)))));
  }
}
