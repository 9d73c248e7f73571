package dev.portmanager.os.macos.pin;

import dev.portmanager.ProcessInfo;
import dev.portmanager.os.macos.libproc.IdentityAnswer;
import dev.portmanager.spi.PinnedProcess;
import java.util.Optional;

/**
 * Pins processes. The watch is attached first and the identity read after it: if the watch has not
 * fired by then, both are of one process.
 *
 * @param view the rest of the back end
 * @param way how signals are sent
 */
public record Pins(ProcessView view, SignalWay way) {

  /**
   * Pins a process.
   *
   * @param pid its process id
   * @return the pin; empty if there is no such process
   * @throws dev.portmanager.NativeCallException if the system refuses in a way that is not about
   *     this process
   */
  public Optional<PinnedProcess> pin(int pid) {
    ExitWatch.Attached attached = ExitWatch.attach(pid);
    if (attached instanceof ExitWatch.Attached.NoProcess) {
      return Optional.empty();
    }
    Optional<ExitWatch> watch =
        attached instanceof ExitWatch.Attached.Watching watching
            ? Optional.of(watching.watch())
            : Optional.empty();
    boolean kept = false;
    try {
      IdentityAnswer identity = view.identity(pid);
      ProcessInfo process = view.read(pid).orElseGet(() -> ProcessInfo.builder(pid).build());
      PinnedByIdentity pin =
          new PinnedByIdentity(view, way, watch, new PinnedByIdentity.Facts(identity, process));
      kept = !(identity instanceof IdentityAnswer.Gone) && !pin.hasEnded();
      return kept ? Optional.of(pin) : Optional.empty();
    } finally {
      if (!kept) {
        watch.ifPresent(ExitWatch::close);
      }
    }
  }
}
