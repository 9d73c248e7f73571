package dev.portmanager.benchmarks.micro;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.netlink.RefusedException;
import dev.portmanager.os.linux.netlink.SocketDumps;
import dev.portmanager.os.linux.netlink.SocketRow;
import dev.portmanager.spi.ListenerQuery;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The kernel's dump of 100 listeners, and its decoding. */
@State(Scope.Thread)
public class Dumping {

  private static final PortRange RANGE = new PortRange(23000, 23099);

  private final SocketDumps dumps = new SocketDumps();
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final ListenerQuery all = ListenerQuery.ofRange(RANGE, Protocol.TCP);
  private final ListenerQuery one = ListenerQuery.ofPort(RANGE.min(), Protocol.TCP);

  /**
   * Listens.
   *
   * @throws IOException if a port of the range is in use
   */
  @Setup(Level.Trial)
  public void listen() throws IOException {
    for (int port = RANGE.min(); port <= RANGE.max(); port++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listeners.add(listener);
      listener.bind(new InetSocketAddress(port), 1);
    }
  }

  /**
   * Stops.
   *
   * @throws IOException if a socket cannot be closed
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
  }

  /**
   * Dumps and decodes 100 rows.
   *
   * @return the rows
   * @throws RefusedException if netlink is refused
   */
  @Benchmark
  public List<SocketRow> hundredListeners() throws RefusedException {
    return dumps.listeners(all, Protocol.TCP);
  }

  /**
   * Dumps and decodes one row.
   *
   * @return the row
   * @throws RefusedException if netlink is refused
   */
  @Benchmark
  public List<SocketRow> oneListener() throws RefusedException {
    return dumps.listeners(one, Protocol.TCP);
  }
}
