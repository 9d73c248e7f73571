package dev.portmanager.testkit;

import static java.util.Objects.requireNonNull;

import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A real process that listens: a small JVM of its own, which ends when it is closed, and by itself
 * when this JVM ends in whatever way.
 *
 * <pre>{@code
 * try (ChildListener child = ChildListener.builder().address("127.0.0.1").stubborn().start()) {
 *   killer.listeners(ListenerQuery.ofPort(child.port(), Protocol.TCP));
 * }
 * }</pre>
 *
 * <p>A TCP listener accepts every connection and writes one byte to it. Safe for use by several
 * threads.
 */
public final class ChildListener implements AutoCloseable {

  private final Child child;
  private final Builder built;
  private final List<Integer> ports;

  private ChildListener(Child child, Builder built, List<Integer> ports) {
    this.child = child;
    this.built = built;
    this.ports = ports;
  }

  /**
   * Returns a builder of a process with one TCP listener on 127.0.0.1, on a port that the system
   * picks.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells whether this system has IPv6: whether {@code ::1} can be listened on.
   *
   * @return true if so
   */
  public static boolean supportsIpv6() {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      return probe.bind(new InetSocketAddress(Fixtures.IPV6_LOOPBACK, 0)).isOpen();
    } catch (IOException | UnsupportedAddressTypeException e) {
      return false;
    }
  }

  /**
   * Tells whether this system has {@code SO_REUSEPORT}.
   *
   * @return true if so
   */
  public static boolean supportsReusePort() {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      return probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a socket", e);
    }
  }

  /**
   * Returns the process id.
   *
   * @return the pid
   */
  public long pid() {
    return child.process().pid();
  }

  /**
   * Returns the first port it listens on.
   *
   * @return 1 to 65535
   */
  public int port() {
    return ports.get(0);
  }

  /**
   * Returns all ports it listens on.
   *
   * @return as many as were asked for, in the order in which they were bound
   */
  public List<Integer> ports() {
    return ports;
  }

  /**
   * Returns the address of its first socket, as a back end is to report it.
   *
   * @return address and port; the wildcard is {@code ::} where the system has IPv6
   */
  public InetSocketAddress address() {
    String address = built.address;
    if (address.equals(ListenerMain.WILDCARD)) {
      address = supportsIpv6() ? "::" : "0.0.0.0";
    }
    return new InetSocketAddress(address, port());
  }

  /**
   * Returns the process. To ask it to end, take {@link Process#toHandle()}: {@link
   * Process#destroy()} closes its pipes besides, at which even a stubborn one ends.
   *
   * @return the process; its streams belong to this class
   */
  public Process process() {
    return child.process();
  }

  /** Closes the sockets of the process, which goes on. To be called once. */
  public void closeSockets() {
    child.tell("CLOSE");
    child.await("CLOSED");
  }

  /**
   * Lets the process end by itself.
   *
   * @param code its exit code, 0 to 255
   */
  public void exit(int code) {
    child.tell("EXIT " + code);
  }

  /** Ends the standard input of the process, at which it ends too. */
  public void closeInput() {
    child.closeInput();
  }

  /** Waits until a stubborn process has been asked to end, and has not done it. */
  public void awaitTerminationRequest() {
    child.await("ASKED");
  }

  /**
   * Waits until the process has ended and is reaped.
   *
   * @param timeout how long at most
   * @return its exit code; empty if it still runs
   */
  public OptionalInt awaitExit(Duration timeout) {
    return child.awaitExit(timeout);
  }

  /** Forces the process to end and waits until it is reaped. Does nothing if that is done. */
  public void kill() {
    child.close();
  }

  /** Does the same as {@link #kill()}. */
  @Override
  public void close() {
    kill();
  }

  /** Says how a process is to listen. Not safe for use by several threads. */
  public static final class Builder {
    private Protocol protocol = Protocol.TCP;
    private String address = "127.0.0.1";
    private int port;
    private int count = 1;
    private String marker = "listener";
    private List<String> prefix = List.of();
    private final Set<String> flags = new LinkedHashSet<>(Set.of("plain"));

    private Builder() {}

    /**
     * Sets the protocol.
     *
     * @param protocol the protocol
     * @return this
     */
    public Builder protocol(Protocol protocol) {
      this.protocol = requireNonNull(protocol, "protocol");
      return this;
    }

    /**
     * Sets the address, such as {@code 127.0.0.1} or {@code ::1}.
     *
     * @param address a literal address; a socket of its own family is used
     * @return this
     */
    public Builder address(String address) {
      this.address = requireNonNull(address, "address");
      return this;
    }

    /**
     * Listens on the dual-stack wildcard, as a server does that is given only a port.
     *
     * @return this
     */
    public Builder wildcard() {
      return address(ListenerMain.WILDCARD);
    }

    /**
     * Uses an IPv6 socket for an IPv4 address too, as most Java servers do: the system's tables
     * then have {@code ::ffff:127.0.0.1}.
     *
     * @return this
     */
    public Builder mapped() {
      flags.add(ListenerMain.MAPPED);
      return this;
    }

    /**
     * Sets the port.
     *
     * @param port 1 to 65535
     * @return this
     * @throws IllegalArgumentException if the port is out of bounds
     */
    public Builder port(int port) {
      this.port = PortRange.requirePort(port);
      return this;
    }

    /**
     * Sets how many ports it listens on: those from {@link #port(int)} up, or as many as the system
     * picks.
     *
     * @param count at least 1
     * @return this
     * @throws IllegalArgumentException if the count is below 1
     */
    public Builder count(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("a listener has at least 1 port but was " + count);
      }
      this.count = count;
      return this;
    }

    /**
     * Sets {@code SO_REUSEPORT}, so that another process can do so too and share the port.
     *
     * @return this
     */
    public Builder reusePort() {
      flags.add(ListenerMain.REUSE_PORT);
      return this;
    }

    /**
     * Leaves {@code SO_REUSEADDR} off, which is on otherwise.
     *
     * @return this
     */
    public Builder strict() {
      flags.add(ListenerMain.STRICT);
      return this;
    }

    /**
     * Makes the process ignore SIGTERM: it notices, and goes on for ever.
     *
     * @return this
     */
    public Builder stubborn() {
      flags.add(ListenerMain.STUBBORN);
      return this;
    }

    /**
     * Sets a mark that is the last argument of the process.
     *
     * @param marker any text
     * @return this
     */
    public Builder marker(String marker) {
      this.marker = requireNonNull(marker, "marker");
      return this;
    }

    /**
     * Sets what to put before the command, such as a program that changes the user. It must become
     * the command, so that the pid is the listener's own.
     *
     * @param prefix a program and its arguments
     * @return this
     */
    public Builder prefix(List<String> prefix) {
      this.prefix = List.copyOf(prefix);
      return this;
    }

    /**
     * Starts the process and waits until it listens.
     *
     * @return the process, to be closed
     * @throws IllegalStateException if it does not get to listen; the message has its own words
     */
    public ChildListener start() {
      List<String> command = Child.java();
      command.addAll(0, prefix);
      command.addAll(List.of("-cp", Child.origin(ListenerMain.class)));
      command.add(ListenerMain.class.getName());
      command.addAll(List.of(protocol.name(), address, "" + port, "" + count));
      command.addAll(List.of(String.join(",", flags), marker));
      Child child = Child.start(new ProcessBuilder(command));
      try {
        String ready = child.await("READY");
        return new ChildListener(
            child, this, Arrays.stream(ready.split(" ")).map(Integer::valueOf).toList());
      } catch (RuntimeException e) {
        child.close();
        throw e;
      }
    }
  }
}
