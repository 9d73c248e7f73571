package dev.portmanager.cli.metrics;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Serves {@code /metrics} on the loopback addresses of this machine, 127.0.0.1 and, where the
 * system has it, ::1, under one port: {@code localhost} may mean either.
 *
 * <p>Threads, connections, and the time for a request and an answer are bounded; a client that is
 * slow, or says nothing, holds up no other, see {@link Workers}. Safe for use by several threads.
 */
public final class MetricsServer implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int MOST_TRIES = 20;
  private static final byte[] IPV4 = {127, 0, 0, 1};
  private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final Workers workers = new Workers();
  private final Scrapes scrapes;

  private MetricsServer(Exposition exposition) {
    this.scrapes = new Scrapes(exposition);
  }

  /**
   * Starts to serve.
   *
   * @param port where, 1 to 65535, or 0 for any free port
   * @param exposition what is served
   * @return a running server, to be closed
   * @throws BindException if the port is taken on one of the addresses, or forbidden
   * @throws IOException if the system has no socket for us
   */
  public static MetricsServer start(int port, Exposition exposition) throws IOException {
    HttpLimits.apply();
    MetricsServer server = new MetricsServer(exposition);
    boolean complete = false;
    try {
      server.bind(port);
      complete = true;
      return server;
    } finally {
      if (!complete) {
        server.close();
      }
    }
  }

  private void bind(int port) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        servers.add(started(InetAddress.getByAddress(IPV4), port));
        InetAddress second = InetAddress.getByAddress(IPV6);
        if (NetworkInterface.getByInetAddress(second) != null) {
          servers.add(started(second, port()));
        }
        return;
      } catch (BindException e) {
        // A port that was free on the first address may be taken on the second.
        stop();
        if (port != 0 || tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** One that is bound and not started would keep its socket when it is stopped. */
  private HttpServer started(InetAddress address, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    server.createContext("/", new MetricsHandler(scrapes));
    server.setExecutor(workers);
    server.start();
    return server;
  }

  /**
   * Returns the port.
   *
   * @return 1 to 65535
   */
  public int port() {
    return servers.get(0).getAddress().getPort();
  }

  /**
   * Returns where the metrics are.
   *
   * @return one URL an address, the one with 127.0.0.1 first
   */
  public List<String> urls() {
    return servers.stream().map(server -> url(server.getAddress())).toList();
  }

  private static String url(InetSocketAddress address) {
    boolean ipv6 = address.getAddress() instanceof Inet6Address;
    String host = ipv6 ? "[::1]" : "127.0.0.1";
    return "http://" + host + ":" + address.getPort() + MetricsHandler.PATH;
  }

  /** Gives the port back and closes every connection. Does nothing if it is closed. */
  @Override
  public void close() {
    stop();
    workers.close();
    scrapes.close();
  }

  private void stop() {
    servers.forEach(server -> server.stop(0));
    servers.clear();
  }
}
