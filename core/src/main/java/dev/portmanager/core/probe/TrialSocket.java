package dev.portmanager.core.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server's socket to try ports with. To be used by one thread, and closed.
 *
 * <p>The JDK has two, which do the same: a {@link ServerSocket} is ready some 10 ms sooner in a
 * fresh JVM, since the first channel has every jar of the class path searched for a selector
 * provider; a {@link ServerSocketChannel} takes half a microsecond less for each try. So a JVM that
 * tries some ports never pays for channels, and one that has tried so many that it would have paid
 * off changes over.
 */
abstract class TrialSocket implements Closeable {

  /** From this many sockets on, what channels save is more than what they cost. */
  private static final int PAYS_OFF = 10_000;

  private static final AtomicInteger OPENED = new AtomicInteger();

  /**
   * Opens a socket.
   *
   * @throws IOException if the system has none left
   */
  static TrialSocket open() throws IOException {
    if (OPENED.get() >= PAYS_OFF) {
      return new OfChannel();
    }
    OPENED.incrementAndGet();
    return new OfSocket();
  }

  /**
   * Binds the socket and listens.
   *
   * @param address where
   * @param backlog how many connections may wait
   * @throws java.net.BindException if the address is taken; the socket can then be bound to another
   * @throws IOException if this may not be, or the socket is bound
   */
  abstract void listen(InetSocketAddress address, int backlog) throws IOException;

  /** A socket of java.net. */
  private static final class OfSocket extends TrialSocket {

    private final ServerSocket socket = new ServerSocket();

    OfSocket() throws IOException {
      // Makes the system's socket now, not in bind: that there is none must not read as forbidden.
      boolean unused = socket.getReuseAddress();
    }

    @Override
    void listen(InetSocketAddress address, int backlog) throws IOException {
      socket.bind(address, backlog);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** A channel of java.nio. */
  private static final class OfChannel extends TrialSocket {

    private final ServerSocketChannel channel = ServerSocketChannel.open();

    OfChannel() throws IOException {}

    @Override
    void listen(InetSocketAddress address, int backlog) throws IOException {
      channel.bind(address, backlog);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
