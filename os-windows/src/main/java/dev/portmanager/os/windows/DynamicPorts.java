package dev.portmanager.os.windows;

import dev.portmanager.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports that the system hands out by itself. Windows has no documented call that tells; so the
 * default (Microsoft Learn, "The default dynamic port range for TCP/IP has changed") is believed
 * unless the system hands out a port outside of it.
 */
final class DynamicPorts {

  private static final PortRange DEFAULT = new PortRange(49_152, 65_535);

  /** Enough to notice another range of the usual size that overlaps this one. */
  private static final int SAMPLES = 12;

  private DynamicPorts() {}

  /** Returns the default range; empty if it was changed, or no port can be had. */
  static Optional<PortRange> find() {
    List<ServerSocketChannel> open = new ArrayList<>();
    try {
      boolean inside = true;
      for (int i = 0; i < SAMPLES && inside; i++) {
        ServerSocketChannel channel = ServerSocketChannel.open();
        open.add(channel);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inside = DEFAULT.contains(channel.socket().getLocalPort());
      }
      return inside ? Optional.of(DEFAULT) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // none left to hand out
    } finally {
      open.forEach(DynamicPorts::close);
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new dev.portmanager.PortManagerException("cannot close a socket: " + e, e);
    }
  }
}
