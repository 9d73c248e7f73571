package dev.portmanager.os.windows.pin;

import com.sun.jna.Memory;
import dev.portmanager.os.windows.jna.NtDll;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.OpenProcess;
import dev.portmanager.os.windows.process.ProcessEntry;
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

  /** Returns one sentence; empty for an ordinary process. */
  Optional<String> of(ProcessEntry entry, Optional<OpenProcess> process) {
    if (entry.pid() == 4) {
      return Optional.of(
          "it is the System process, in which http.sys listens for other programs: find them with"
              + " `netsh http show servicestate` and stop those");
    }
    return process.flatMap(this::bySystem).or(() -> byServices(entry));
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
      // A Windows that does not know the question has no such processes.
      return status < 0 ? 0 : buffer.getInt(0);
    }
  }

  private Optional<String> byServices(ProcessEntry entry) {
    boolean host = entry.name().equalsIgnoreCase(SERVICE_HOST);
    List<String> names = services.ofProcess(entry.pid());
    if (!host && names.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        names.isEmpty()
            ? "it is a host of Windows services: stop the service that listens, in services.msc"
            : "it hosts "
                + (names.size() == 1 ? "the service " : names.size() + " services, ")
                + String.join(", ", names)
                + ": stop "
                + (names.size() == 1 ? "it" : "the one that listens")
                + " with `sc stop "
                + (names.size() == 1 ? names.get(0) : "NAME")
                + "`");
  }
}
