package dev.portmanager.spi;

import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.time.Duration;
import java.util.Optional;

/** One process, pinned against reuse of its pid. To be used by one thread at a time, and closed. */
public interface PinnedProcess extends AutoCloseable {

  /**
   * Returns what is known of it, read after it was pinned.
   *
   * @return the facts
   */
  ProcessInfo process();

  /**
   * Returns in which way the pin is weaker than the best this kind of system has, to be said in the
   * report.
   *
   * @return one sentence; empty if the pin is race-free
   */
  Optional<String> weakness();

  /**
   * Returns why the system does not let this process be ended, or why that would break it: a kernel
   * thread, the first process, a protected process, a shared service host.
   *
   * @return one sentence with what to do instead; empty for an ordinary process
   */
  Optional<String> protection();

  /**
   * Tells whether this process holds a listener on a port now.
   *
   * @param protocol the listener's protocol
   * @param port 1 to 65535
   * @return true if so; false if it does not, or has ended
   */
  boolean listensOn(Protocol protocol, int port);

  /**
   * Asks the process to end, in the gentlest way that can work.
   *
   * @return what became of the request
   */
  SignalOutcome terminate();

  /**
   * Forces the process to end.
   *
   * @return what became of it
   */
  SignalOutcome kill();

  /**
   * Waits until the process has ended, without polling where the system can tell.
   *
   * @param timeout how long at most, at least zero
   * @return true if it has ended
   * @throws InterruptedException if the thread is interrupted
   */
  boolean awaitExit(Duration timeout) throws InterruptedException;

  /** Gives the pin back. Does nothing if that is done. */
  @Override
  void close();
}
