package dev.portmanager.spi;

import dev.portmanager.Diagnosis;
import dev.portmanager.Listener;
import dev.portmanager.NativeCallException;
import dev.portmanager.PortEvent.LookedUp;
import dev.portmanager.PortRange;
import dev.portmanager.Protocol;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The back end for one operating system: a service type, found by {@link java.util.ServiceLoader}.
 *
 * <p>Creating one is cheap and loads no native library; that happens in {@link #listeners}, {@link
 * #pin} and {@link #diagnose} at first use. Implementations are safe for use by several threads and
 * hold no JNA type in their signatures.
 */
public interface ProcessKiller {

  /**
   * Returns by which means it works, for people.
   *
   * @return such as {@code Linux: sock_diag, /proc, pidfd}
   */
  String name();

  /**
   * Tells whether this back end is made for the system it runs on. Cheap; loads nothing.
   *
   * @return true if so
   */
  boolean isSupported();

  /**
   * Returns the facts of this machine.
   *
   * @return the same object at each call
   */
  Host host();

  /**
   * Returns every listener that is asked for, with every process that holds it, in one pass.
   *
   * <p>One process that vanishes or refuses never fails it: refusals are counted and make a
   * listener without a visible owner {@link dev.portmanager.Ownership.Hidden}, one with a visible
   * owner {@link dev.portmanager.Ownership.Known} with a caveat.
   *
   * @param query which listeners
   * @return an immutable list in no set order
   * @throws NativeCallException if the tables cannot be read at all
   */
  List<Listener> listeners(ListenerQuery query);

  /**
   * Does what {@link #listeners} does, but may stop at the first owner of each listener and then
   * says so in the caveat. For naming a holder in passing.
   *
   * @param query which listeners
   * @return an immutable list in no set order
   * @throws NativeCallException if the tables cannot be read at all
   */
  default List<Listener> listenersAtLeast(ListenerQuery query) {
    return listeners(query);
  }

  /**
   * Returns the ports on which something listens, without asking who: for a view of many ports.
   *
   * @param range which ports
   * @param protocol the protocol; for UDP, the ports to which something is bound
   * @return the ports' numbers, to be changed by the caller at will
   * @throws NativeCallException if the tables cannot be read at all
   */
  default BitSet listeningPorts(PortRange range, Protocol protocol) {
    BitSet ports = new BitSet();
    for (Listener listener : listenersAtLeast(ListenerQuery.ofRange(range, protocol))) {
      ports.set(listener.port());
    }
    return ports;
  }

  /**
   * Returns by which way {@link #listeners} and {@link #listenersAtLeast} find owners now.
   *
   * @return the way of the latest look-ups; it may change in the life of a program
   */
  default LookedUp.Means means() {
    return LookedUp.Means.SCAN;
  }

  /**
   * Pins a process, so that whatever is done through the pin is done to this process and never to a
   * later one with the same pid.
   *
   * <p>A process that exists but may not be opened is pinned as well as can be; its signals then
   * answer {@link SignalOutcome.Status#DENIED}.
   *
   * @param pid its process id
   * @return the pin, to be closed; empty if there is no such process, or it has ended and only
   *     waits to be reaped
   * @throws NativeCallException if the system refuses in a way that is not about this process
   */
  Optional<PinnedProcess> pin(long pid);

  /**
   * Returns the live processes whose parent is the given one.
   *
   * @param pid the parent
   * @return their process ids, each older than any process it started; empty if it has none
   */
  List<Long> childrenOf(long pid);

  /**
   * Tells why the system lets nobody listen on a port that nothing listens on: to be asked of a
   * port that could not be bound.
   *
   * @param port 1 to 65535
   * @return one sentence; empty if a socket has the port, or this system says by itself that it is
   *     reserved
   * @throws NativeCallException if the tables cannot be read at all
   */
  default Optional<String> reservation(int port) {
    return Optional.empty();
  }

  /**
   * Tells what works here and what does not.
   *
   * @return an immutable list
   */
  List<Diagnosis> diagnose();
}
