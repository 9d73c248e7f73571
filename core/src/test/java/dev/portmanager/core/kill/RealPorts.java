package dev.portmanager.core.kill;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.Protocol;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.ProcessKiller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The ports of this machine as a freer needs them.
 *
 * @param backEnd the machine's own
 */
record RealPorts(ProcessKiller backEnd) {

  /** Returns a port that nothing listens on. */
  static int unused() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  PortStatus status(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return new PortStatus(socket.getLocalPort(), PortState.FREE, "free", List.of());
    } catch (IOException e) {
      List<Listener> listeners = backEnd.listenersAtLeast(ListenerQuery.ofPort(port, Protocol.TCP));
      return new PortStatus(port, PortState.IN_USE, "bind failed: " + e.getMessage(), listeners);
    }
  }

  /** Waits until a process listens, and returns its pid. */
  long awaitOwner(int port) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      for (Listener listener : backEnd.listeners(ListenerQuery.ofPort(port, Protocol.TCP))) {
        if (listener.ownership() instanceof Ownership.Known known) {
          return known.owners().get(0).pid();
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nothing listens on port " + port);
  }
}
