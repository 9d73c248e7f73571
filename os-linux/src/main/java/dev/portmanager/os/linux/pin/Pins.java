package dev.portmanager.os.linux.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.linux.jna.Errno;
import dev.portmanager.spi.PinnedProcess;
import java.util.Optional;

/**
 * Pins processes in the best way that there is. Immutable.
 *
 * @param view the rest of the back end
 */
public record Pins(ProcessView view) {

  /** Why nothing is sent to a process that is seen through another namespace's /proc. */
  public static final String OTHER_NAMESPACE =
      "/proc shows another pid namespace: the same number is another process there; end it from"
          + " that namespace, or mount a /proc of this one";

  /**
   * Pins a process of this pid namespace.
   *
   * @param pid its process id
   * @return the pin; empty if there is no such process
   * @throws dev.portmanager.NativeCallException if the system refuses in a way that is not about
   *     this process
   */
  public Optional<PinnedProcess> pin(int pid) {
    PidFd.Opened opened = PidFd.open(pid);
    if (opened instanceof PidFd.Opened.Open open) {
      return PinnedByPidFd.of(open.pidFd(), pid, view);
    }
    return opened instanceof PidFd.Opened.NoProcess
        ? Optional.empty()
        : PinnedByStartTime.of(pid, view);
  }

  /**
   * Describes a process of another pid namespace that /proc shows, without a way to reach it.
   *
   * @param pid its process id there
   * @return the pin; empty if there is no such process
   */
  public Optional<PinnedProcess> outOfReach(int pid) {
    Optional<ProcessInfo> process = view.read(pid);
    return process.map(seen -> new OutOfReach(view, seen, OTHER_NAMESPACE));
  }

  /**
   * Tells why processes can't be pinned by pidfd.
   *
   * @return the reason; empty if they can
   */
  public static Optional<String> pidFdProblem() {
    PidFd.Opened opened = PidFd.open((int) ProcessHandle.current().pid());
    if (opened instanceof PidFd.Opened.Open open) {
      open.pidFd().close();
      return Optional.empty();
    }
    return opened instanceof PidFd.Opened.Unavailable refusal
        ? Optional.of("pidfd_open: " + Errno.text(refusal.code()))
        : Optional.of("pidfd_open does not find this very process");
  }
}
