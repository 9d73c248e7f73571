package dev.portmanager.os.windows;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.table.SocketTables;
import dev.portmanager.spi.ListenerQuery;
import java.util.List;

/**
 * Finds out what works on this machine.
 *
 * @param win32 the native libraries
 * @param host the machine
 * @param tables the tables of sockets
 */
record Findings(Win32 win32, WindowsHost host, SocketTables tables) {

  List<Diagnosis> all() {
    return List.of(sockets(), owners(), pinning(), asking());
  }

  private Diagnosis sockets() {
    int found =
        tables
            .listeners(ListenerQuery.ofRange(new PortRange(1, 65_535), Protocol.TCP, Protocol.UDP))
            .size();
    return Diagnosis.ok(
        "sockets", "listeners are listed by iphlpapi, " + found + " now, with the process of each");
  }

  private Diagnosis owners() {
    String who = "it runs as " + host.userName(host.userId());
    return host.isElevated()
        ? Diagnosis.ok("owners", who + ", elevated: it may open the processes of all users")
        : Diagnosis.limited(
            "owners",
            who + ", not elevated: of other users' processes only name, pid and start are known",
            "start it as administrator to see and end those");
  }

  private Diagnosis pinning() {
    return ProcessSnapshot.take(win32).find(ProcessHandle.current().pid()).isPresent()
        ? Diagnosis.ok("pinning", "processes are pinned by handles: no signal goes astray")
        : Diagnosis.broken(
            "pinning",
            "the list of processes does not have this one",
            "report this with the version of Windows");
  }

  private static Diagnosis asking() {
    return Diagnosis.limited(
        "asking",
        "Windows has no SIGTERM: services are stopped by their manager and windows closed; a"
            + " program with neither is ended without being asked",
        "allow Ctrl+C to consoles with -Dportmanager.windows.ctrl-c=true");
  }
}
