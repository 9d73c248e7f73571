package dev.portmanager.os.windows.process;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All processes at one moment, whoever's they are: needs no right, and no handle of any. Immutable.
 *
 * <p>Toolhelp's snapshot has parents but no creation times, without which a parent's pid may be
 * another process's: each would have to be opened, which other users' processes do not allow. This
 * one, by NtQuerySystemInformation, has both.
 */
public final class ProcessSnapshot {

  private static final int FIRST_SIZE = 262_144;
  private static final int ATTEMPTS = 16;

  /** The console window of a process, made by the system and ended with its last user. */
  private static final String CONSOLE_HOST = "conhost.exe";

  /** The program that starts every service. */
  private static final String SERVICE_MANAGER = "services.exe";

  private final Map<Long, ProcessEntry> entries = new LinkedHashMap<>();

  /**
   * Creates a snapshot of given processes.
   *
   * @param all the processes
   */
  ProcessSnapshot(List<ProcessEntry> all) {
    all.forEach(entry -> entries.put(entry.pid(), entry));
  }

  /**
   * Takes a snapshot.
   *
   * @param win32 the native libraries
   * @return the snapshot
   * @throws NativeCallException if the system refuses
   */
  public static ProcessSnapshot take(Win32 win32) {
    NtDll api = win32.ntDll().get();
    int size = FIRST_SIZE;
    int status = NtDll.INFO_LENGTH_MISMATCH;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Memory buffer = new Memory(size)) {
        int[] needed = new int[1];
        status = api.NtQuerySystemInformation(NtDll.SYSTEM_PROCESSES, buffer, size, needed);
        if (status >= 0) {
          return new ProcessSnapshot(
              ProcessDecoder.decode(buffer.getByteBuffer(0, size), Pointer.nativeValue(buffer)));
        }
        if (status != NtDll.INFO_LENGTH_MISMATCH) {
          break;
        }
        // Processes start between two calls.
        size = Math.max(needed[0], size) + size / 4;
      }
    }
    throw WinError.ofStatus(win32, "NtQuerySystemInformation", status, "the list of processes");
  }

  /**
   * Returns a process.
   *
   * @param pid its process id
   * @return what is known of it; empty if there was none
   */
  public Optional<ProcessEntry> find(long pid) {
    return Optional.ofNullable(entries.get(pid));
  }

  /**
   * Returns the parent of a process, if that still runs: what has the parent's pid but is younger
   * is another process.
   *
   * @param child the process
   * @return its parent
   */
  public Optional<ProcessEntry> parentOf(ProcessEntry child) {
    return find(child.parentPid())
        .filter(parent -> parent.createdAt() <= child.createdAt() && parent.pid() != child.pid());
  }

  /**
   * Tells whether the service manager started a process.
   *
   * @param entry the process
   * @return true if so
   */
  public boolean isService(ProcessEntry entry) {
    return parentOf(entry)
        .filter(parent -> parent.name().equalsIgnoreCase(SERVICE_MANAGER))
        .isPresent();
  }

  /**
   * Returns the children of a process, without console hosts.
   *
   * @param parent the process
   * @return the eldest first
   */
  public List<ProcessEntry> childrenOf(ProcessEntry parent) {
    return startedBy(parent.pid()).stream()
        .filter(child -> child.createdAt() >= parent.createdAt())
        .toList();
  }

  /**
   * Returns the processes that were started by one with a given pid, whether that still runs or
   * not, without console hosts.
   *
   * @param pid the pid
   * @return the eldest first
   */
  public List<ProcessEntry> startedBy(long pid) {
    List<ProcessEntry> started = new ArrayList<>();
    for (ProcessEntry entry : entries.values()) {
      if (entry.parentPid() == pid
          && entry.pid() != pid
          && !entry.name().equalsIgnoreCase(CONSOLE_HOST)) {
        started.add(entry);
      }
    }
    started.sort(Comparator.comparingLong(ProcessEntry::createdAt));
    return started;
  }
}
