package dev.portmanager.os.linux.netlink;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.spi.ListenerQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for the listeners of a query: LISTEN sockets of both families in one dump for
 * TCP, two dumps for UDP. Safe for use by several threads.
 */
public final class SocketDumps {

  /** A table that changes during each of so many dumps is read from /proc/net instead. */
  private static final int MAX_ATTEMPTS = 5;

  /** How a kernel says that it does not know the old request; the new one is tried then. */
  private static final Set<Integer> NO_SUCH_REQUEST =
      Set.of(Errno.EINVAL, Errno.ENOENT, Errno.EOPNOTSUPP);

  private static final AtomicInteger SEQUENCE = new AtomicInteger();

  private final DiagChannel.Opener opener;

  /** Creates an object that asks the running kernel. */
  public SocketDumps() {
    this(
        new DiagChannel.Opener() { // no lambda: a program's first look-up waits for each to link
          @Override
          public DiagChannel open() throws RefusedException {
            return new DiagSocket();
          }
        });
  }

  SocketDumps(DiagChannel.Opener opener) {
    this.opener = opener;
  }

  /**
   * Begins a row of dumps, of one look-up: they share a netlink socket, which is opened for the
   * first.
   *
   * @return a session for one thread, to be closed
   */
  public Session session() {
    return new Session(opener);
  }

  /**
   * Returns the listeners of one protocol.
   *
   * @param query which ports
   * @param protocol the protocol, whether or not the query names it
   * @return each listening socket once, in no set order
   * @throws RefusedException if netlink is refused, or never gave a whole table
   * @throws MalformedReplyException if the answer cannot be understood
   */
  public List<SocketRow> listeners(ListenerQuery query, Protocol protocol) throws RefusedException {
    try (Session session = session()) {
      return session.listeners(query, protocol);
    }
  }

  /** Dumps through one netlink socket. To be used by one thread, and closed. */
  public static final class Session implements AutoCloseable {

    private final DiagChannel.Opener opener;
    private @Nullable DiagChannel channel;

    private Session(DiagChannel.Opener opener) {
      this.opener = opener;
    }

    /**
     * Returns the listeners of one protocol.
     *
     * @param query which ports
     * @param protocol the protocol, whether or not the query names it
     * @return each listening socket once, in no set order
     * @throws RefusedException if netlink is refused, or never gave a whole table
     * @throws MalformedReplyException if the answer cannot be understood
     */
    public List<SocketRow> listeners(ListenerQuery query, Protocol protocol)
        throws RefusedException {
      boolean whole = false;
      try {
        List<SocketRow> rows = dumps(channel(), query, protocol);
        whole = true;
        return rows;
      } finally {
        if (!whole) {
          close(); // what is left of an answer must not be taken for that to the next request
        }
      }
    }

    private DiagChannel channel() throws RefusedException {
      DiagChannel open = channel;
      if (open == null) {
        open = opener.open();
        channel = open;
      }
      return open;
    }

    /** Closes the socket; a further dump opens another. Does nothing if there is none. */
    @Override
    public void close() {
      DiagChannel open = channel;
      channel = null;
      if (open != null) {
        open.close();
      }
    }
  }

  private static List<SocketRow> dumps(DiagChannel channel, ListenerQuery query, Protocol protocol)
      throws RefusedException {
    if (protocol == Protocol.TCP) {
      try {
        return dump(channel, List.of(DiagRequest.legacy(onlyPort(query))), query);
      } catch (RefusedException e) {
        if (!NO_SUCH_REQUEST.contains(e.code())) {
          throw e;
        }
      }
    }
    List<DiagRequest> requests = new ArrayList<>();
    for (int family : new int[] {DiagRequest.AF_INET, DiagRequest.AF_INET6}) {
      requests.add(DiagRequest.byFamily(family, protocol, onlyPort(query)));
    }
    return dump(channel, requests, query);
  }

  private static List<SocketRow> dump(
      DiagChannel channel, List<DiagRequest> requests, ListenerQuery query)
      throws RefusedException {
    List<SocketRow> rows = new ArrayList<>();
    for (DiagRequest request : requests) {
      rows.addAll(completeDump(channel, request, query));
    }
    return rows;
  }

  private static List<SocketRow> completeDump(
      DiagChannel channel, DiagRequest request, ListenerQuery query) throws RefusedException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      List<SocketRow> rows = new ArrayList<>();
      int sequence = SEQUENCE.incrementAndGet();
      DiagReply reply = new DiagReply(request, sequence, query, rows);
      channel.dump(request, sequence, reply);
      if (!reply.isInterrupted()) {
        return rows;
      }
    }
    throw new RefusedException(
        "sock_diag dump, interrupted " + MAX_ATTEMPTS + " times", Errno.EINTR);
  }

  /**
   * The kernel compares one port; a set of ports is compared here, which costs less than bytecode.
   */
  private static int onlyPort(ListenerQuery query) {
    PortRange first = query.ranges().get(0);
    return query.ranges().size() == 1 && first.size() == 1 ? first.min() : 0;
  }
}
