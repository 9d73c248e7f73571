package dev.portmanager.benchmarks.micro;

import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A busy port while searching: the socket is kept. */
@State(Scope.Thread)
public class Probing {

  private final ServerSocketChannel holder = ServerSocketChannel.open();
  private final PortProbe probe = new PortProbe(BackEnds.find().host());
  private final int port;

  /**
   * Makes a port busy.
   *
   * @throws IOException if it cannot be
   */
  public Probing() throws IOException {
    holder.bind(new InetSocketAddress(0), 1);
    port = holder.socket().getLocalPort();
  }

  /**
   * Closes both sockets.
   *
   * @throws IOException if the holder's cannot be closed
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    probe.close();
    holder.close();
  }

  /**
   * Passes over a busy port.
   *
   * @return what the system said
   */
  @Benchmark
  public ProbeResult passOverBusy() {
    return probe.probe(port);
  }
}
