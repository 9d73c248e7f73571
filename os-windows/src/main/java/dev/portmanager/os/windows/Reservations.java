package dev.portmanager.os.windows;

import dev.portmanager.PortManagerException;
import dev.portmanager.os.windows.table.ExclusiveBind;
import dev.portmanager.os.windows.table.SocketTables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells why a port that could not be bound is refused, where no socket in the system's tables has
 * it. Safe for use by several threads.
 *
 * <p>No documented call lists the ranges that are excluded. But an exclusive bind tells a port of
 * such a range (WSAEACCES) from one that a socket has (WSAEADDRINUSE), which Java does not pass on:
 * it says of both that the address is in use.
 */
final class Reservations {

  private final SocketTables tables;
  private final ExclusiveBind bind;
  private final Supplier<Boolean> listsBoundSockets;

  Reservations(SocketTables tables, ExclusiveBind bind) {
    this(tables, bind, new Lazy<>(() -> listsBoundSockets(tables)));
  }

  Reservations(SocketTables tables, ExclusiveBind bind, Supplier<Boolean> listsBoundSockets) {
    this.tables = tables;
    this.bind = bind;
    this.listsBoundSockets = listsBoundSockets;
  }

  /** Finds out by a socket of our own, since systems differ and none says so. */
  private static boolean listsBoundSockets(SocketTables tables) {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return tables.isAnySocketAt(bound.getLocalPort());
    } catch (IOException e) {
      throw new PortManagerException("no socket can be bound: " + e.getMessage(), e);
    }
  }

  /**
   * Returns one sentence; empty if a socket has the port, or may have it, or it is free by now.
   *
   * @throws dev.portmanager.NativeCallException if a table cannot be read or no socket made
   */
  Optional<String> of(int port) {
    if (tables.isAnySocketAt(port)) {
      return Optional.empty();
    }
    return switch (bind.attempt(port)) {
      case BOUND -> Optional.empty(); // whoever had it has left
      case EXCLUDED ->
          Optional.of(
              "Windows refuses it to everybody (bind: error 10013), and no socket has it: it lies in"
                  + " a range that is kept for Hyper-V, WSL, containers or an administrator's"
                  + " reservation; list them with `netsh int ipv4 show excludedportrange"
                  + " protocol=tcp`");
      // One that is bound but does not listen may be in no table.
      case IN_USE ->
          listsBoundSockets.get() && !tables.isAnySocketAt(port)
              ? Optional.of(
                  "Windows refuses it (bind: error 10048), though no socket of this Windows has it:"
                      + " it is held from outside, by the host of this system or by a container;"
                      + " look there, or list what is kept with `netsh int ipv4 show"
                      + " excludedportrange protocol=tcp`")
              : Optional.empty();
    };
  }
}
