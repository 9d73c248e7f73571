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
 * TCP, and as many for UDP; two where the kernel is too old. Safe for use by several threads.
 */
public final class SocketDumps {

  /** A table that changes during each of so many dumps is read from /proc/net instead. */
  private static final int MAX_ATTEMPTS = 5;

  /** How a kernel says that it does not know the old request; the new one is tried then. */
  private static final Set<Integer> NO_SUCH_REQUEST =
      Set.of(Errno.EINVAL, Errno.ENOENT, Errno.EOPNOTSUPP);

  private static final AtomicInteger SEQUENCE = new AtomicInteger();

  /** From here on the old request may name UDP; an older kernel would answer it for TCP. */
  private static final int MAJOR = 5;

  private static final int MINOR = 10;

  private final DiagChannel.Opener opener;
  private final boolean udpInOne;

  /** Creates an object that asks the running kernel. */
  public SocketDumps() {
    this(
        new DiagChannel.Opener() { // no lambda: a program's first look-up waits for each to link
          @Override
          public DiagChannel open() throws RefusedException {
            return new DiagSocket();
          }
        },
        System.getProperty("os.version", ""));
  }

  /**
   * Creates an object that asks through channels.
   *
   * @param opener opens them
   * @param version the kernel's, as the system property {@code os.version} has it
   */
  SocketDumps(DiagChannel.Opener opener, String version) {
    this.opener = opener;
    this.udpInOne = isNewEnough(version);
  }

  private static boolean isNewEnough(String version) {
    int dot = version.indexOf('.');
    int major = number(version, 0);
    return major > MAJOR || (major == MAJOR && dot > 0 && number(version, dot + 1) >= MINOR);
  }

  /** Reads digits; of what is none, 0: the older way works everywhere. */
  private static int number(String text, int start) {
    int number = 0;
    for (int i = start; i < text.length() && i < start + 4; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * Begins a row of dumps, of one look-up: they share a netlink socket, which is opened for the
   * first.
   *
   * @return a session for one thread, to be closed
   */
  public Session session() {
    return new Session(opener, udpInOne);
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
    private final boolean udpInOne;
    private @Nullable DiagChannel channel;

    private Session(DiagChannel.Opener opener, boolean udpInOne) {
      this.opener = opener;
      this.udpInOne = udpInOne;
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
        List<SocketRow> rows = dumps(query, protocol);
        whole = true;
        return rows;
      } finally {
        if (!whole) {
          close(); // what is left of an answer must not be taken for that to the next request
        }
      }
    }

    private List<SocketRow> dumps(ListenerQuery query, Protocol protocol) throws RefusedException {
      int port = onlyPort(query);
      if (protocol == Protocol.TCP || udpInOne) {
        DiagRequest both =
            protocol == Protocol.TCP ? DiagRequest.legacy(port) : DiagRequest.legacyOfUdp(port);
        try {
          return completeDump(channel(), both, query);
        } catch (RefusedException e) {
          if (!NO_SUCH_REQUEST.contains(e.code())) {
            throw e;
          }
        }
      }
      List<SocketRow> rows = new ArrayList<>();
      for (int family : new int[] {DiagRequest.AF_INET, DiagRequest.AF_INET6}) {
        DiagRequest one = DiagRequest.byFamily(family, protocol, port);
        rows.addAll(completeDump(channel(), one, query));
      }
      return rows;
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
