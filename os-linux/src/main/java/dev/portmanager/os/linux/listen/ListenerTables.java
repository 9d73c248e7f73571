package dev.portmanager.os.linux.listen;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.MalformedReplyException;
import dev.portmanager.os.linux.netlink.RefusedException;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.os.linux.procfs.LongSet;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.os.linux.procfs.SocketTable;
import dev.portmanager.spi.ListenerQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The listening sockets of this network namespace: by netlink, and where that is refused (a seccomp
 * filter, a kernel without sock_diag) from /proc/net. Safe for use by several threads.
 */
public final class ListenerTables {

  private final SocketDumps dumps;
  private final ProcFs proc;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Creates an object.
   *
   * @param dumps the first way
   * @param proc the second
   */
  public ListenerTables(SocketDumps dumps, ProcFs proc) {
    this.dumps = dumps;
    this.proc = proc;
  }

  /**
   * Returns the sockets that a query asks for.
   *
   * @param query which ones
   * @return one row for each socket, in no set order
   * @throws dev.portmanager.NativeCallException if both ways fail
   */
  public List<SocketRow> rows(ListenerQuery query) {
    List<SocketRow> rows = new ArrayList<>();
    try (SocketDumps.Session session = dumps.session()) {
      for (Protocol protocol : query.protocols()) {
        rows.addAll(rows(session, query, protocol));
      }
    }
    return rows;
  }

  private Collection<SocketRow> rows(
      SocketDumps.Session session, ListenerQuery query, Protocol protocol) {
    try {
      return session.listeners(query, protocol);
    } catch (RefusedException | MalformedReplyException e) {
      warnOnce(e);
      return fromProc(query, protocol, e);
    }
  }

  /**
   * Returns the inodes of everything that listens, on any port.
   *
   * @return a set
   * @throws dev.portmanager.NativeCallException if both ways fail
   */
  public LongSet inodes() {
    PortRange all = new PortRange(PortRange.LOWEST_PORT, PortRange.HIGHEST_PORT);
    return inodes(rows(ListenerQuery.ofRange(all, Protocol.values())));
  }

  /** Returns the inodes of sockets, of those that have one. */
  static LongSet inodes(List<SocketRow> rows) {
    long[] inodes = new long[rows.size()];
    int count = 0;
    for (SocketRow row : rows) {
      if (row.inode() != 0) {
        inodes[count++] = row.inode();
      }
    }
    return new LongSet(Arrays.copyOf(inodes, count));
  }

  /**
   * Tells why netlink cannot be used.
   *
   * @return the reason; empty if it can
   */
  public Optional<String> netlinkProblem() {
    try {
      for (Protocol protocol : Protocol.values()) {
        dumps.listeners(ListenerQuery.ofPort(1, protocol), protocol);
      }
      return Optional.empty();
    } catch (RefusedException | MalformedReplyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Made when there is something to say: to make one costs as much as a look-up. */
  private static Logger logger() {
    return System.getLogger(ListenerTables.class.getName());
  }

  private void warnOnce(Exception netlink) {
    if (!warned.getAndSet(true)) {
      logger()
          .log(Level.DEBUG, "netlink is refused; sockets are read from /proc/net instead", netlink);
    }
  }

  /** Each row once: the kernel tells one again if the table changes between two reads of it. */
  private Set<SocketRow> fromProc(ListenerQuery query, Protocol protocol, Exception netlink) {
    String table = "self/net/" + (protocol == Protocol.TCP ? "tcp" : "udp");
    try {
      Set<SocketRow> rows = new LinkedHashSet<>(fromTable(query, protocol, table));
      table += "6";
      try {
        rows.addAll(fromTable(query, protocol, table));
      } catch (NoSuchFileException e) {
        logger().log(Level.DEBUG, "this machine has no IPv6", e);
      }
      return rows;
    } catch (IOException e) {
      if (netlink instanceof MalformedReplyException malformed) {
        malformed.addSuppressed(e);
        throw malformed;
      }
      throw new UnreadableTableException(table, (RefusedException) netlink, e);
    }
  }

  private List<SocketRow> fromTable(ListenerQuery query, Protocol protocol, String table)
      throws IOException {
    List<SocketRow> rows = new ArrayList<>();
    try (BufferedReader lines =
        Files.newBufferedReader(proc.path(table), StandardCharsets.ISO_8859_1)) {
      SocketTable.requireHeader(String.valueOf(lines.readLine()));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        SocketTable.parse(protocol, line)
            .filter(row -> query.matches(protocol, row.address().getPort()))
            .ifPresent(rows::add);
      }
      return rows;
    }
  }
}
