package dev.portmanager.os.macos.listen;

import dev.portmanager.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds by binding, without listening, where something is bound that libproc does not show: with
 * SO_REUSEADDR, the rules of BSD make only a socket on the very same address refuse. So the
 * wildcard says nothing of the specific addresses, and each is tried.
 */
final class TakenAddresses {

  private final List<InetAddress> addresses = localAddresses();

  /** Returns the addresses of a port that are taken: the specific ones, or else the wildcard. */
  List<InetSocketAddress> of(Protocol protocol, int port) {
    List<InetSocketAddress> taken = new ArrayList<>();
    for (InetAddress address : addresses) {
      InetSocketAddress socket = new InetSocketAddress(address, port);
      if (isTaken(protocol, socket)) {
        taken.add(socket);
      }
    }
    InetSocketAddress wildcard = new InetSocketAddress(ipv6Wildcard(), port);
    boolean everywhere = taken.size() == addresses.size();
    if ((taken.isEmpty() || everywhere) && isTaken(protocol, wildcard)) {
      return List.of(wildcard);
    }
    return taken;
  }

  private static boolean isTaken(Protocol protocol, InetSocketAddress address) {
    try (NetworkChannel bound = bind(protocol, address)) {
      return !bound.isOpen();
    } catch (BindException e) {
      // Not taken: gone from this machine since it was listed, or reserved (ports below 1024).
      return isInUse(protocol, address, e);
    } catch (IOException e) {
      return false; // no such address family here: nothing can be bound there
    }
  }

  /** Binds a socket; it does not listen, so it takes nobody's connections. */
  private static NetworkChannel bind(Protocol protocol, InetSocketAddress address)
      throws IOException {
    NetworkChannel socket =
        protocol == Protocol.TCP ? SocketChannel.open() : DatagramChannel.open();
    try {
      if (protocol == Protocol.TCP) {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      return socket.bind(address);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Tells "in use" from "no such address" and "not permitted" by trying a free port there. */
  private static boolean isInUse(
      Protocol protocol, InetSocketAddress address, BindException problem) {
    if (String.valueOf(problem.getMessage()).contains("ermission")) {
      return false;
    }
    try (NetworkChannel bound = bind(protocol, new InetSocketAddress(address.getAddress(), 0))) {
      return bound.isOpen();
    } catch (IOException e) {
      return false; // this address takes no socket at all
    }
  }

  private static List<InetAddress> localAddresses() {
    Set<InetAddress> all = new LinkedHashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(all::add);
    } catch (SocketException e) {
      all.add(InetAddress.getLoopbackAddress()); // better than none
    }
    return List.copyOf(all);
  }

  private static InetAddress ipv6Wildcard() {
    try {
      return Inet6Address.getByAddress(new byte[16]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
