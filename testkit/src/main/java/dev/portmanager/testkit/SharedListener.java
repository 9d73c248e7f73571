package dev.portmanager.testkit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Several real processes that hold one listening TCP socket on 127.0.0.1 between them, as a server
 * with forked workers does. They end when this is closed, and by themselves when this JVM ends.
 */
public interface SharedListener extends AutoCloseable {

  /**
   * Starts a master and workers it forks, where the system has {@code fork} and a {@code python3}
   * on the path, 3.9 or newer. A JVM cannot do this: it neither forks nor inherits a socket.
   *
   * <p>Each process holds the socket by two descriptors.
   *
   * @param workers how many workers, at least 1
   * @return the processes; empty if the system has no fork or no python3
   */
  static Optional<SharedListener> forked(int workers) {
    return ForkedListener.start(workers);
  }

  /**
   * Returns the port.
   *
   * @return 1 to 65535
   */
  int port();

  /**
   * Returns the pid of the process that started the others.
   *
   * @return the pid
   */
  long master();

  /**
   * Returns the pids of the others.
   *
   * @return in order of start
   */
  List<Long> workers();

  /**
   * Makes a child of the master that has ended and is not reaped as long as the master lives.
   *
   * @return its pid; empty where there is no such thing
   */
  OptionalLong unreaped();

  /** Ends all processes and waits until the master has ended. */
  @Override
  void close();
}
