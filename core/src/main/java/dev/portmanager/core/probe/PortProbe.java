package dev.portmanager.core.probe;

import dev.portmanager.PortManagerException;
import dev.portmanager.spi.Host;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tries ports one after the other as a server would: on the wildcard address of IPv4 and IPv6, bind
 * and listen, with SO_REUSEADDR on Linux and macOS (so that a closed server's TIME_WAIT does not
 * read as in use) and exclusively on Windows, which is how the JDK opens server channels there.
 *
 * <p>A socket whose bind failed is kept for the next port, which makes passing over a busy port
 * many times cheaper than opening a socket for each. To be used by one thread, and closed.
 */
public final class PortProbe implements AutoCloseable {

  /** The text the system gives for an address in use, in whatever language; learnt once. */
  private static final class InUse {
    static final @Nullable String TEXT = learn();

    private static @Nullable String learn() {
      try (ServerSocket holder = new ServerSocket();
          ServerSocket second = new ServerSocket()) {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        second.bind(holder.getLocalSocketAddress(), 1);
        throw new PortManagerException("two servers could listen on one port: " + holder);
      } catch (BindException e) {
        return withoutCall(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw new PortManagerException("no server can listen on the loopback address: " + e, e);
      }
    }
  }

  private static final int BACKLOG = 1;

  /** How often to try again where another thread of this JVM tried the same port meanwhile. */
  private static final int MOST_OVERLAPS = 200;

  private static final long OVERLAP_PAUSE_NANOS = 20_000;

  private static final Overlaps OVERLAPS = new Overlaps();

  private final List<InetAddress> specific;
  private Optional<TrialSocket> unbound = Optional.empty();
  private int count;

  /**
   * Creates a probe; opens nothing yet.
   *
   * @param host tells whether specific addresses must be tried besides the wildcard
   */
  public PortProbe(Host host) {
    this.specific = host.wildcardExcludesSpecific() ? List.of() : localAddresses();
  }

  /**
   * Tries a port once.
   *
   * @param port 1 to 65535
   * @param host tells whether specific addresses must be tried besides the wildcard
   * @return what the system said
   * @throws PortManagerException if no socket can be opened at all
   */
  public static ProbeResult once(int port, Host host) {
    try (PortProbe probe = new PortProbe(host)) {
      return probe.probe(port);
    }
  }

  /**
   * Tries a port.
   *
   * @param port 1 to 65535
   * @return what the system said
   * @throws PortManagerException if no socket can be opened at all
   */
  public ProbeResult probe(int port) {
    count++;
    for (int attempt = 0; ; attempt++) {
      int entered = OVERLAPS.enter(port);
      try {
        ProbeResult result = tryOnce(port);
        if (!(result instanceof ProbeResult.Busy)
            || attempt == MOST_OVERLAPS
            || OVERLAPS.isAlone(port, entered)) {
          return result;
        }
      } finally {
        OVERLAPS.leave(port);
      }
      LockSupport.parkNanos(OVERLAP_PAUSE_NANOS);
    }
  }

  private ProbeResult tryOnce(int port) {
    ProbeResult result = probe(new InetSocketAddress(port));
    for (InetAddress address : specific) {
      if (!(result instanceof ProbeResult.Free)) {
        return result;
      }
      result = orFree(probe(new InetSocketAddress(address, port)));
    }
    return result;
  }

  /**
   * A server asks for the wildcard: that a specific address has gone meanwhile, or is reserved
   * where the wildcard is not (macOS, below 1024), is nothing to it.
   */
  private static ProbeResult orFree(ProbeResult ofSpecific) {
    return ofSpecific instanceof ProbeResult.Forbidden ? new ProbeResult.Free() : ofSpecific;
  }

  /**
   * Returns how many ports were tried.
   *
   * @return at least 0
   */
  public int count() {
    return count;
  }

  private ProbeResult probe(InetSocketAddress address) {
    boolean kept = unbound.isPresent();
    try {
      TrialSocket socket = unbound.isPresent() ? unbound.get() : open();
      unbound = Optional.of(socket);
      socket.listen(address, BACKLOG);
      close();
      return new ProbeResult.Free();
    } catch (BindException e) {
      return judge(e);
    } catch (SocketException e) {
      close();
      if (kept) {
        // The kept socket was bound after all: its last try failed at listen, not at bind.
        return probe(address);
      }
      return new ProbeResult.Forbidden(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      close();
      throw new PortManagerException("cannot try " + address + ": " + e.getMessage(), e);
    }
  }

  private static ProbeResult judge(BindException e) {
    String said = String.valueOf(e.getMessage());
    return withoutCall(said).equals(InUse.TEXT)
        ? new ProbeResult.Busy()
        : new ProbeResult.Forbidden(said);
  }

  /** On Windows the text ends with the call that failed, which may be bind or listen. */
  private static String withoutCall(String text) {
    return text.replaceFirst(": (bind|listen)$", "");
  }

  private static TrialSocket open() {
    try {
      return TrialSocket.open();
    } catch (IOException e) {
      throw new PortManagerException(
          "no socket can be opened: "
              + e.getMessage()
              + "; raise the limit of open files (ulimit -n), or close some",
          e);
    }
  }

  private static List<InetAddress> localAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .distinct()
          .toList();
    } catch (SocketException e) {
      throw new PortManagerException("cannot list the addresses of this machine: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      if (unbound.isPresent()) {
        unbound.get().close();
      }
    } catch (IOException e) {
      throw new PortManagerException("cannot close a probe's socket: " + e.getMessage(), e);
    } finally {
      unbound = Optional.empty();
    }
  }
}
