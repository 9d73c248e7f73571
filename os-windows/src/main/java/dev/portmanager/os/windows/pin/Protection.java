package dev.portmanager.os.windows.pin;

import com.sun.jna.Memory;
import dev.portmanager.PortManagerException;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.process.Services;
import java.util.List;
import java.util.Optional;

/** Tells which processes must not be ended, and what to do instead. Stateless. */
final class Protection {

  /** The program that services share. */
  private static final String SERVICE_HOST = "svchost.exe";

  private final Win32 win32;
  private final Services services;

  Protection(Win32 win32, Services services) {
    this.win32 = win32;
    this.services = services;
  }

  /**
   * Returns one sentence; empty for an ordinary process.
   *
   * @throws dev.portmanager.NativeCallException if the system does not tell whether it is one
   */
  Optional<String> of(ProcessEntry entry, ProcessSnapshot snapshot, Optional<OpenProcess> process) {
    if (entry.pid() == 4) {
      return Optional.of(
          "it is the System process, in which http.sys listens for other programs: find them with"
              + " `netsh http show servicestate` and stop those");
    }
    return process.flatMap(this::bySystem).or(() -> byServices(entry, snapshot));
  }

  private Optional<String> bySystem(OpenProcess process) {
    if (number(process, NtDll.PROCESS_BREAK_ON_TERMINATION, Integer.BYTES) != 0) {
      return Optional.of("Windows stops with an error when it ends: restart the machine instead");
    }
    if (number(process, NtDll.PROCESS_PROTECTION, Byte.BYTES) != 0) {
      return Optional.of(
          "it is a protected process, which Windows lets nobody end: use the program that it"
              + " belongs to, or stop its service");
    }
    return Optional.empty();
  }

  private int number(OpenProcess process, int what, int size) {
    try (Memory buffer = new Memory(Integer.BYTES)) {
      buffer.clear();
      int status =
          win32
              .ntDll()
              .get()
              .NtQueryInformationProcess(process.handle(), what, buffer, size, new int[1]);
      if (status >= 0) {
        return buffer.getInt(0);
      }
      if (NtDll.isUnknownQuestion(status)) {
        return 0; // a Windows that does not know the question has no such processes
      }
      throw WinError.ofStatus(
          win32, "NtQueryInformationProcess", status, "whether it may be ended");
    }
  }

  private Optional<String> byServices(ProcessEntry entry, ProcessSnapshot snapshot) {
    boolean host = entry.name().equalsIgnoreCase(SERVICE_HOST);
    if (!host && !snapshot.isService(entry)) {
      return Optional.empty();
    }
    List<String> names;
    try {
      names = services.ofProcess(entry.pid());
    } catch (PortManagerException e) {
      return Optional.of(
          "it is a process of Windows services, and of which is not known ("
              + e.getMessage()
              + "): stop the service that listens, in services.msc");
    }
    if (!host && names.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        names.isEmpty()
            ? "it is a host of Windows services: stop the service that listens, in services.msc"
            : hosts(names));
  }

  private static String hosts(List<String> names) {
    boolean one = names.size() == 1;
    return "it hosts "
        + (one ? "the service " : names.size() + " services, ")
        + String.join(", ", names)
        + ": stop "
        + (one ? "it" : "the one that listens")
        + " with `sc stop "
        + (one ? names.get(0) : "NAME")
        + "`";
  }
}
