package dev.portmanager.os.windows.process;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.security.Users;
import java.util.List;
import java.util.Optional;

/** Reads the facts of processes. Safe for use by several threads. */
public final class ProcessReader {

  private static final int LONGEST_COMMAND_LINE = 4_096;

  /** The program that starts every service. */
  private static final String SERVICE_MANAGER = "services.exe";

  private final Win32 win32;
  private final Users users;
  private final Services services;

  /**
   * Creates a reader.
   *
   * @param win32 the native libraries
   * @param users tells names
   * @param services tells which service a process is
   */
  public ProcessReader(Win32 win32, Users users, Services services) {
    this.win32 = win32;
    this.users = users;
    this.services = services;
  }

  /**
   * Reads what a snapshot and, where it may be opened, the process itself tells.
   *
   * @param entry the process
   * @param snapshot the snapshot it is from
   * @return the facts, and why there are not more
   */
  public Facts read(ProcessEntry entry, ProcessSnapshot snapshot) {
    int rights = Kernel32.PROCESS_QUERY_LIMITED_INFORMATION;
    OpenProcess.Opened opened =
        OpenProcess.open(win32, entry.pid(), rights | Kernel32.PROCESS_VM_READ);
    if (opened instanceof OpenProcess.Opened.Refused) {
      opened = OpenProcess.open(win32, entry.pid(), rights);
    }
    if (opened instanceof OpenProcess.Opened.Open open) {
      try (OpenProcess process = open.process()) {
        return process.createdAt() == entry.createdAt()
            ? new Facts(read(entry, snapshot, process), Optional.empty())
            : new Facts(base(entry, snapshot).build(), Optional.of("it ended meanwhile"));
      }
    }
    Optional<String> why =
        opened instanceof OpenProcess.Opened.Refused refused
            ? Optional.of(refusal(entry, refused.code()))
            : Optional.of("it ended meanwhile");
    return new Facts(base(entry, snapshot).build(), why);
  }

  /**
   * Facts of a process.
   *
   * @param process what is known
   * @param limit why not more: it may not be opened, or has ended; empty if it was opened
   */
  public record Facts(ProcessInfo process, Optional<String> limit) {}

  /**
   * Says why a process may not be opened.
   *
   * @param entry the process
   * @param code the error number
   * @return one sentence with what would help
   */
  public static String refusal(ProcessEntry entry, int code) {
    return entry.pid() == 4
        ? "it is the System process, which nobody may open"
        : "it may not be opened (OpenProcess: error "
            + code
            + "): it belongs to another user or session, or is protected; run this elevated to see"
            + " more";
  }

  /**
   * Reads the facts of a process that is open.
   *
   * @param entry the process
   * @param snapshot the snapshot it is from
   * @param process its handle, with PROCESS_QUERY_LIMITED_INFORMATION
   * @return the facts
   */
  public ProcessInfo read(ProcessEntry entry, ProcessSnapshot snapshot, OpenProcess process) {
    ProcessInfo.Builder facts = base(entry, snapshot);
    users.of(process.handle()).map(users::name).ifPresent(facts::user);
    executable(process).ifPresent(facts::executable);
    CommandLines.read(win32, process)
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_COMMAND_LINE)))
        .ifPresent(facts::commandLine);
    return facts.build();
  }

  private ProcessInfo.Builder base(ProcessEntry entry, ProcessSnapshot snapshot) {
    ProcessInfo.Builder facts = ProcessInfo.builder(entry.pid()).name(entry.name());
    if (entry.createdAt() > 0) {
      facts.startedAt(ProcessEntry.instant(entry.createdAt()));
    }
    Optional<ProcessEntry> parent = snapshot.parentOf(entry);
    parent.map(ProcessEntry::pid).ifPresent(facts::parentPid);
    if (parent.filter(p -> p.name().equalsIgnoreCase(SERVICE_MANAGER)).isPresent()) {
      List<String> names = services.ofProcess(entry.pid());
      if (!names.isEmpty()) {
        facts.service(String.join(", ", names));
      }
    }
    return facts;
  }

  private Optional<String> executable(OpenProcess process) {
    char[] name = new char[32_768];
    int[] length = {name.length};
    return win32.kernel32().get().QueryFullProcessImageNameW(process.handle(), 0, name, length)
        ? Optional.of(new String(name, 0, length[0]))
        : Optional.empty();
  }
}
