package dev.portmanager.os.windows;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessReader;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.table.SocketRow;
import dev.portmanager.os.windows.table.SocketTables;
import dev.portmanager.spi.ListenerQuery;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts sockets and their owners together. Safe for use by several threads.
 *
 * <p>The tables name the process that made a socket. One that inherited its handle is not listed;
 * so a maker that has ended means that somebody else holds it. So does a process with the maker's
 * pid that is younger than the socket.
 */
final class ListenerLookup {

  private final Win32 win32;
  private final SocketTables tables;
  private final ProcessReader reader;

  ListenerLookup(Win32 win32, SocketTables tables, ProcessReader reader) {
    this.win32 = win32;
    this.tables = tables;
    this.reader = reader;
  }

  List<Listener> all(ListenerQuery query) {
    List<SocketRow> rows = tables.listeners(query);
    if (rows.isEmpty()) {
      return List.of();
    }
    // After the tables: a maker that is missing here had ended, whoever has its pid later.
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    Map<Long, Ownership> owners = new HashMap<>();
    List<Listener> listeners = new ArrayList<>(rows.size());
    for (SocketRow row : rows) {
      listeners.add(
          new Listener(
              row.protocol(),
              new InetSocketAddress(row.address(), row.port()),
              owner(row, snapshot)
                  .orElseGet(
                      () -> owners.computeIfAbsent(row.pid(), pid -> owner(pid, snapshot)))));
    }
    return List.copyOf(listeners);
  }

  boolean holds(ListenerQuery query, ProcessEntry process) {
    return tables.listeners(query).stream()
        .anyMatch(row -> row.pid() == process.pid() && !row.isOlderThan(process.createdAt()));
  }

  /** Returns the answer for a socket whose maker's pid has passed on to another process. */
  private static Optional<Ownership> owner(SocketRow row, ProcessSnapshot snapshot) {
    return snapshot
        .find(row.pid())
        .filter(entry -> row.isOlderThan(entry.createdAt()))
        .map(
            entry ->
                ended(
                    row.pid(),
                    ", and its number is that of another process by now, " + entry.name(),
                    snapshot.startedBy(row.pid()).stream()
                        .filter(heir -> heir.createdAt() < entry.createdAt())
                        .toList()));
  }

  private Ownership owner(long pid, ProcessSnapshot snapshot) {
    if (pid == 0) {
      return new Ownership.Hidden(
          "the system's table names no process for it: it is held by the system itself, or was made"
              + " by a process that has ended");
    }
    Optional<ProcessEntry> entry = snapshot.find(pid);
    return entry.isPresent()
        ? known(entry.get(), snapshot)
        : ended(pid, "", snapshot.startedBy(pid));
  }

  private Ownership known(ProcessEntry entry, ProcessSnapshot snapshot) {
    ProcessReader.Facts facts = reader.read(entry, snapshot);
    return new Ownership.Known(
        List.of(facts.process()),
        facts.limit().map(why -> "not all is known of pid " + entry.pid() + ": " + why));
  }

  private static Ownership ended(long pid, String since, List<ProcessEntry> started) {
    String heirs =
        started.stream()
            .map(heir -> "pid " + heir.pid() + " (" + heir.name() + ")")
            .collect(Collectors.joining(", "));
    return new Ownership.Hidden(
        "pid "
            + pid
            + ", which made the socket, has ended"
            + since
            + "; a process that inherited it keeps it open"
            + (heirs.isEmpty()
                ? ", and Windows does not tell which: look among those that it started"
                : ", perhaps one that it started: " + heirs));
  }
}
