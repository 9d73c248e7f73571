package dev.portmanager.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The child of {@link ChildListener}: listens, says {@code READY} and its ports, and does as told
 * until its standard input ends. It halts instead of exiting, so that a shutdown that never ends
 * cannot keep it.
 *
 * <p>Needs nothing but the JDK: its class path is this module alone.
 */
final class ListenerMain {

  /** The address argument of a dual-stack wildcard socket; Java expands an asterisk on Windows. */
  static final String WILDCARD = "any";

  /** The flag of a process that does not end when asked to. */
  static final String STUBBORN = "stubborn";

  /** The flag of sockets with {@code SO_REUSEPORT}. */
  static final String REUSE_PORT = "reuseport";

  /** The flag of sockets without {@code SO_REUSEADDR}. */
  static final String STRICT = "strict";

  /** The flag of an IPv6 socket for an IPv4 address. */
  static final String MAPPED = "mapped";

  private final List<NetworkChannel> channels = new ArrayList<>();
  private final List<Thread> acceptors = new ArrayList<>();
  // Held here, so that no accepted connection is closed by the garbage collector.
  private final List<SocketChannel> accepted = new ArrayList<>();
  private final Set<String> flags;

  private ListenerMain(Set<String> flags) {
    this.flags = flags;
  }

  /**
   * Listens.
   *
   * @param args protocol, address, first port or 0, number of ports, flags separated by a comma,
   *     and anything as a mark in the command line
   * @throws IOException if a socket cannot be bound
   */
  public static void main(String[] args) throws IOException {
    ListenerMain listener = new ListenerMain(Set.of(args[4].split(",")));
    if (listener.flags.contains(STUBBORN)) {
      Runtime.getRuntime().addShutdownHook(new Thread(ListenerMain::resist));
    }
    int first = Integer.parseInt(args[2]);
    StringBuilder ports = new StringBuilder("READY");
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      int port = listener.open(args[0], args[1], first == 0 ? 0 : first + i);
      ports.append(' ').append(port);
    }
    Speech.say(ports.toString());
    listener.obey();
    Runtime.getRuntime().halt(0);
  }

  private static void resist() {
    Speech.say("ASKED");
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Speech.say("interrupted, which does not end a stubborn process");
      }
    }
  }

  private int open(String protocol, String address, int port) throws IOException {
    boolean wildcard = address.equals(WILDCARD);
    InetSocketAddress local =
        wildcard
            ? new InetSocketAddress(port)
            : new InetSocketAddress(InetAddress.getByName(address), port);
    boolean ipv4 = !wildcard && !address.contains(":") && !flags.contains(MAPPED);
    NetworkChannel channel = protocol.equals("TCP") ? openTcp(ipv4) : openUdp(ipv4);
    channels.add(channel);
    channel.bind(local);
    if (channel instanceof ServerSocketChannel server) {
      Thread acceptor = new Thread(() -> accept(server), "acceptor");
      acceptor.setDaemon(true);
      acceptor.start();
      acceptors.add(acceptor);
    }
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private ServerSocketChannel openTcp(boolean ipv4) throws IOException {
    ServerSocketChannel channel =
        ipv4 ? ServerSocketChannel.open(StandardProtocolFamily.INET) : ServerSocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, !flags.contains(STRICT));
    if (flags.contains(REUSE_PORT)) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return channel;
  }

  private DatagramChannel openUdp(boolean ipv4) throws IOException {
    DatagramChannel channel =
        ipv4 ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
    if (flags.contains(REUSE_PORT)) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return channel;
  }

  /** Takes each connection and says so to its other end, in one byte. */
  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        synchronized (accepted) {
          accepted.add(connection);
        }
        connection.write(ByteBuffer.wrap(new byte[] {'A'}));
      } catch (IOException e) {
        // Closed by command, or the other end has gone: neither ends this process.
        Speech.say("not accepted: " + e);
      }
    }
  }

  private void obey() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("CLOSE")) {
        close();
        Speech.say("CLOSED");
      } else if (line.startsWith("EXIT ")) {
        Runtime.getRuntime().halt(Integer.parseInt(line.substring(5)));
      }
    }
  }

  private void close() throws IOException {
    for (NetworkChannel channel : channels) {
      channel.close();
    }
    for (Thread acceptor : acceptors) {
      try {
        // The kernel keeps a socket until the last call on it has returned, closed or not.
        acceptor.join();
      } catch (InterruptedException e) {
        throw new IOException("interrupted while closing", e);
      }
    }
  }
}
