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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A busy port while searching: the socket is kept. */
@SuppressWarnings("NullAway.Init") // JMH sets up before it measures
@State(Scope.Thread)
public class Probing {

  private ServerSocketChannel holder;
  private PortProbe probe;
  private int port;

  /**
   * Makes a port busy.
   *
   * @throws IOException if it cannot be
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    holder = ServerSocketChannel.open();
    holder.bind(new InetSocketAddress(0), 1);
    port = holder.socket().getLocalPort();
    probe = new PortProbe(BackEnds.find().host());
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
