package dev.portmanager.os.windows.process;

import dev.portmanager.NativeCallException;
import dev.portmanager.PortManagerException;
import dev.portmanager.ProcessInfo;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.security.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the facts of processes. Safe for use by several threads. */
public final class ProcessReader {

  private static final int LONGEST_COMMAND_LINE = 4_096;

  /**
   * MAX_PATH, enough for nearly every program, then the longest path there is: JNA copies a buffer
   * into a call and back.
   */
  private static final int[] PATH_SIZES = {260, 32_768};

  private static final long SYSTEM = 4;
  private static final String ENDED = "it ended meanwhile";

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
   * Facts of a process.
   *
   * @param process what is known
   * @param limit why not more: it may not be opened, or has ended, or a call failed; empty if all
   *     could be read
   */
  public record Facts(ProcessInfo process, Optional<String> limit) {}

  /**
   * Reads what a snapshot and, where it may be opened, the process itself tells. A call that fails
   * leaves a fact out and is the limit; it never fails the whole.
   *
   * @param entry the process
   * @param snapshot the snapshot it is from
   * @return the facts, and why there are not more
   */
  public Facts read(ProcessEntry entry, ProcessSnapshot snapshot) {
    try {
      OpenProcess.Opened opened = open(entry.pid());
      if (opened instanceof OpenProcess.Opened.Refused refused) {
        return base(entry, snapshot, refusal(entry, snapshot, refused.failure()));
      }
      if (opened instanceof OpenProcess.Opened.Open open) {
        try (OpenProcess process = open.process()) {
          if (process.createdAt() == entry.createdAt()) {
            return read(entry, snapshot, process);
          }
        }
      }
      return base(entry, snapshot, ENDED);
    } catch (NativeCallException e) {
      return base(entry, snapshot, String.valueOf(e.getMessage()));
    }
  }

  private OpenProcess.Opened open(long pid) {
    int rights = Kernel32.PROCESS_QUERY_LIMITED_INFORMATION;
    OpenProcess.Opened opened = OpenProcess.open(win32, pid, rights | Kernel32.PROCESS_VM_READ);
    return opened instanceof OpenProcess.Opened.Refused
        ? OpenProcess.open(win32, pid, rights)
        : opened;
  }

  private Facts base(ProcessEntry entry, ProcessSnapshot snapshot, String limit) {
    List<String> limits = new ArrayList<>(List.of(limit));
    return facts(base(entry, snapshot, limits), limits);
  }

  /**
   * Says why a process may not be opened.
   *
   * @param entry the process
   * @param snapshot the snapshot it is from
   * @param failure the call that failed
   * @return one sentence with what would help
   */
  public static String refusal(
      ProcessEntry entry, ProcessSnapshot snapshot, NativeCallException failure) {
    if (entry.pid() == SYSTEM) {
      return "it is the System process, which nobody may open";
    }
    if (failure.code() != WinError.ACCESS_DENIED) {
      return "it could not be opened: " + failure.getMessage();
    }
    Optional<Integer> ours =
        snapshot.find(ProcessHandle.current().pid()).map(ProcessEntry::sessionId);
    String whose =
        ours.isPresent() && ours.get() != entry.sessionId()
            ? "it runs in session "
                + entry.sessionId()
                + (entry.sessionId() == 0 ? ", that of services," : "")
                + " and this in session "
                + ours.get()
            : "it belongs to another user, runs as administrator, or is protected";
    return "it may not be opened ("
        + failure.getMessage()
        + "): "
        + whose
        + "; start this as administrator to see more";
  }

  /**
   * Reads the facts of a process that is open.
   *
   * @param entry the process
   * @param snapshot the snapshot it is from
   * @param process its handle, with PROCESS_QUERY_LIMITED_INFORMATION
   * @return the facts, and which calls failed
   */
  public Facts read(ProcessEntry entry, ProcessSnapshot snapshot, OpenProcess process) {
    List<String> limits = new ArrayList<>();
    ProcessInfo.Builder facts = base(entry, snapshot, limits);
    attempt("user", limits, () -> facts.user(users.name(users.of(process.handle()))));
    attempt("program", limits, () -> facts.executable(executable(process)));
    attempt(
        "command line",
        limits,
        () ->
            CommandLines.read(win32, process)
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_COMMAND_LINE)))
                .ifPresent(facts::commandLine));
    return facts(facts, limits);
  }

  private static Facts facts(ProcessInfo.Builder facts, List<String> limits) {
    return new Facts(
        facts.build(),
        limits.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", limits)));
  }

  private static void attempt(String fact, List<String> limits, Runnable reading) {
    try {
      reading.run();
    } catch (PortManagerException e) {
      limits.add("its " + fact + " cannot be read: " + e.getMessage());
    }
  }

  private ProcessInfo.Builder base(
      ProcessEntry entry, ProcessSnapshot snapshot, List<String> limits) {
    ProcessInfo.Builder facts = ProcessInfo.builder(entry.pid()).name(entry.name());
    if (entry.createdAt() > 0) {
      facts.startedAt(ProcessEntry.instant(entry.createdAt()));
    }
    snapshot.parentOf(entry).map(ProcessEntry::pid).ifPresent(facts::parentPid);
    if (snapshot.isService(entry)) {
      attempt(
          "service",
          limits,
          () -> {
            List<String> names = services.ofProcess(entry.pid());
            if (!names.isEmpty()) {
              facts.service(String.join(", ", names));
            }
          });
    }
    return facts;
  }

  private String executable(OpenProcess process) {
    Kernel32 kernel32 = win32.kernel32().get();
    int code = WinError.INSUFFICIENT_BUFFER;
    for (int i = 0; i < PATH_SIZES.length && code == WinError.INSUFFICIENT_BUFFER; i++) {
      char[] name = new char[PATH_SIZES[i]];
      int[] length = {name.length};
      if (kernel32.QueryFullProcessImageNameW(process.handle(), 0, name, length)) {
        return new String(name, 0, Math.max(0, Math.min(length[0], name.length)));
      }
      code = kernel32.GetLastError();
    }
    throw WinError.failure(kernel32, "QueryFullProcessImageName", code, process.subject());
  }
}
