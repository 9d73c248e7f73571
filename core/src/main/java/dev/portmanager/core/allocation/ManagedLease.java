package dev.portmanager.core.allocation;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortLease;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.core.registry.Claim;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A lease that a manager gave. Safe for use by several threads: {@code ended} is set once, by
 * whoever ends the lease; the lock {@code this} guards {@code hold} and {@code server}, and is held
 * for a bind at the longest.
 */
final class ManagedLease implements PortLease {

  /** The first pause before another try to bind; each further one is twice as long. */
  private static final long SHORTEST_PAUSE_NANOS = 50_000;

  /** With the pauses before it, a port that is taken for good is reported after 51 ms. */
  private static final long LONGEST_PAUSE_NANOS = 25_600_000;

  /** Less than for a server: for a hold there may be another port. Together 3 ms. */
  private static final long LONGEST_PAUSE_OF_HOLD_NANOS = 1_600_000;

  private final Claim claim;
  private final LeaseInfo info;
  private final Leases leases;
  private final boolean own;
  private final AtomicBoolean ended = new AtomicBoolean();
  private Optional<HeldSocket> hold = Optional.empty();
  private Optional<ServerSocketChannel> server = Optional.empty();

  /**
   * Creates a lease.
   *
   * @param claim the claim behind it
   * @param info what others see
   * @param leases the leases it belongs to
   * @param own whether it is tied to this process
   */
  ManagedLease(Claim claim, LeaseInfo info, Leases leases, boolean own) {
    this.claim = claim;
    this.info = info;
    this.leases = leases;
    this.own = own;
  }

  Claim claim() {
    return claim;
  }

  boolean isOwn() {
    return own;
  }

  /** Marks the lease as ended; tells whether it was not yet. */
  boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    letGo();
    return true;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Keeps strangers off the port; tells whether that worked. */
  boolean hold() {
    return tryRepeatedly(this::holdNow, LONGEST_PAUSE_OF_HOLD_NANOS).isPresent();
  }

  /** Returns this, unless something else has the port. */
  private synchronized Optional<ManagedLease> holdNow() {
    if (hold.isEmpty() && !isServed()) {
      hold = HeldSocket.tryHold(claim.port());
      return hold.map(held -> this);
    }
    return Optional.of(this);
  }

  /**
   * Tries, and for a moment again: whoever asks for the state of a port binds it for microseconds.
   * Not once the port has the server of this lease, which stays.
   */
  private <T> Optional<T> tryRepeatedly(Supplier<Optional<T>> attempt, long longestPause) {
    Optional<T> got = attempt.get();
    for (long pause = SHORTEST_PAUSE_NANOS;
        got.isEmpty() && pause <= longestPause && !isServed();
        pause *= 2) {
      LockSupport.parkNanos(pause);
      got = attempt.get();
    }
    return got;
  }

  /** Tells whether the server that {@link #open} returned is still open. */
  synchronized boolean isServed() {
    return server.isPresent() && server.get().isOpen();
  }

  private synchronized void letGo() {
    if (hold.isPresent()) {
      hold.get().close();
    }
    hold = Optional.empty();
  }

  @Override
  public int port() {
    return claim.port();
  }

  @Override
  public String appName() {
    return info.app();
  }

  @Override
  public ServerSocketChannel open() {
    if (hasEnded() || !own) {
      throw new IllegalStateException(
          "the lease of port "
              + port()
              + " to "
              + appName()
              + (hasEnded() ? " has ended" : " is tied to another process or to a time")
              + ", so no server can be opened through it");
    }
    Optional<ServerSocketChannel> opened = tryRepeatedly(this::bind, LONGEST_PAUSE_NANOS);
    if (opened.isEmpty()) {
      throw new PortUnavailableException(
          "something took port "
              + port()
              + " before "
              + appName()
              + " opened its server: "
              + leases.status(port()).reason()
              + "; ask for hold to prevent that, or lease again",
          leases.status(port()));
    }
    return opened.get();
  }

  private synchronized Optional<ServerSocketChannel> bind() {
    try {
      Optional<ServerSocketChannel> opened = tryBind();
      if (opened.isEmpty() && hold.isPresent()) {
        // Windows lets nobody bind over a hold: there is a short gap.
        letGo();
        opened = tryBind();
      }
      if (opened.isPresent()) {
        letGo();
        server = opened;
      }
      return opened;
    } catch (IOException e) {
      throw new PortManagerException(
          "no server can be opened on port " + port() + ": " + e.getMessage(), e);
    }
  }

  private Optional<ServerSocketChannel> tryBind() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(port()));
      return Optional.of(channel);
    } catch (SocketException e) {
      channel.close();
      return Optional.empty();
    }
  }

  @Override
  public LeaseInfo info() {
    return info;
  }

  @Override
  public void close() {
    leases.close(this);
  }
}
