package dev.portmanager.testkit;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.portmanager.spi.ProcessKiller;
import dev.portmanager.spi.SignalOutcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a back end tells {@link ProcessKillerContract} about its system.
 *
 * <p>Each method but the first has a default for a Unix; one that answers empty makes the tests
 * that need it be skipped, with the reason in the report.
 */
public abstract class BackEndHooks {

  /** For {@link ProcessKillerContract} only. */
  BackEndHooks() {}

  /**
   * Returns the back end to test. Called once and more for each test; the same object each time or
   * a new one, as an application would have it.
   *
   * @return the back end
   */
  protected abstract ProcessKiller processKiller();

  /**
   * Starts several processes that hold one listening socket.
   *
   * @param workers how many processes besides the first, at least 1
   * @return the processes; empty if this system has no such thing, or python3 is missing
   */
  protected Optional<SharedListener> startSharedListener(int workers) {
    return SharedListener.forked(workers);
  }

  /**
   * Returns what {@link dev.portmanager.spi.PinnedProcess#terminate()} answers for a JVM without a
   * window or a console of its own.
   *
   * @return {@code SENT}, or {@code UNSUPPORTED} where nothing gentle can reach such a process
   */
  protected SignalOutcome.Status terminateStatus() {
    return SignalOutcome.Status.SENT;
  }

  /**
   * Returns a program and arguments that run the command put after them as another user, by
   * becoming that command.
   *
   * @return the words to put before a command; empty if this process may not do that
   */
  protected Optional<List<String>> asOtherUser() {
    return Optional.empty();
  }

  /**
   * Starts a process that has a given pid, which is free: the strongest proof that a pin survives
   * the reuse of its pid. Possible with a pid namespace of one's own, or the right to set the
   * system's last pid.
   *
   * @param pid the pid to have
   * @return a live process with that pid, which the test destroys; empty if this system can't
   * @throws IOException if starting it failed
   */
  protected Optional<ProcessHandle> startWithPid(long pid) throws IOException {
    return Optional.empty();
  }

  /**
   * Returns a command that starts and ends some thousand processes within a few seconds.
   *
   * @return the command; empty where there is no {@code /bin/sh}: then a few dozen JVMs are started
   */
  protected Optional<List<String>> manyShortProcesses() {
    String sh = "/bin/sh";
    if (!Files.isExecutable(Path.of(sh))) {
      return Optional.empty();
    }
    String thirty = "(:) & sh -c : & ".repeat(15);
    String script = "i=0; while [ $i -lt 100 ]; do " + thirty + "wait; i=$((i+1)); done";
    return Optional.of(List.of(sh, "-c", script));
  }

  /**
   * Returns how many descriptors or handles this process has open.
   *
   * @return the number; empty if this system does not tell
   */
  protected OptionalLong openDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getOpenFileDescriptorCount())
        : OptionalLong.empty();
  }
}
