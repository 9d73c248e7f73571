package dev.portmanager.os.macos.pin;

import dev.portmanager.os.macos.jna.Errno;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;

/** The two signals sent here, and what the answer of the system means: sys/signal.h, kill(2). */
final class Signals {

  static final int SIGKILL = 9;
  static final int SIGTERM = 15;

  private Signals() {}

  /** Says what became of a signal, given 0 or the error number. */
  static SignalOutcome outcome(int signal, int code) {
    String name = signal == SIGKILL ? "SIGKILL" : "SIGTERM";
    return switch (code) {
      case 0 -> new SignalOutcome(Status.SENT, name);
      case Errno.ESRCH -> new SignalOutcome(Status.GONE, "it had ended before " + name);
      case Errno.EPERM ->
          new SignalOutcome(
              Status.DENIED,
              name + " is not permitted: it runs as another user; try as that user or with sudo");
      default -> new SignalOutcome(Status.UNSUPPORTED, name + " failed: " + Errno.text(code));
    };
  }
}
