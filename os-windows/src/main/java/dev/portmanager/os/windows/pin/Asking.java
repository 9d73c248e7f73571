package dev.portmanager.os.windows.pin;

import dev.portmanager.NativeCallException;
import dev.portmanager.PortManagerException;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.Service;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways of asking a process to end; Windows has no SIGTERM. In turn, the first that applies: a
 * service is stopped by its manager; windows are sent WM_CLOSE; and, only where the system property
 * {@value #CTRL_C} or {@value #CTRL_BREAK} is true, a console gets that key, Ctrl+C rather than
 * both. A way that fails is named in the answer, and the next one tried. Safe for use by several
 * threads.
 */
final class Asking {

  /** The system property that allows Ctrl+C. */
  static final String CTRL_C = "portmanager.windows.ctrl-c";

  /** The system property that allows Ctrl+Break, for programs that ignore Ctrl+C. */
  static final String CTRL_BREAK = "portmanager.windows.ctrl-break";

  private final Services services;
  private final Windows windows;
  private final Console console;

  Asking(Services services, Windows windows, Console console) {
    this.services = services;
    this.windows = windows;
    this.console = console;
  }

  /** Asks a process, which is pinned. */
  SignalOutcome ask(ProcessEntry process) {
    List<String> failed = new ArrayList<>();
    return stopService(process, failed)
        .or(() -> closeWindows(process, failed))
        .or(() -> interrupt(process, failed))
        .orElseGet(() -> new SignalOutcome(Status.UNSUPPORTED, noWay(failed)));
  }

  private static String noWay(List<String> failed) {
    return failed.isEmpty()
        ? "it is no service and has no window that can be seen from here, so nothing gentler than"
            + " TerminateProcess reaches it (Ctrl+C is sent to its console where -D"
            + CTRL_C
            + "=true allows that)"
        : "nothing gentler than TerminateProcess reaches it: " + String.join("; ", failed);
  }

  private Optional<SignalOutcome> stopService(ProcessEntry process, List<String> failed) {
    List<Service> running;
    try {
      running = services.in(process.pid());
    } catch (PortManagerException e) {
      failed.add("whether it is a service is not known: " + e.getMessage());
      return Optional.empty();
    }
    if (running.size() != 1) {
      return Optional.empty();
    }
    String name = running.get(0).name();
    if (!running.get(0).acceptsStop()) {
      failed.add("the service " + name + " takes no stop now");
      return Optional.empty();
    }
    try {
      if (services.stop(name, process.pid())) {
        return Optional.of(
            new SignalOutcome(Status.SENT, "stop of the service " + name + " by its manager"));
      }
      failed.add("the service " + name + " runs in another process by now");
      return Optional.empty();
    } catch (NativeCallException e) {
      return Optional.of(
          new SignalOutcome(
              e.code() == WinError.ACCESS_DENIED ? Status.DENIED : Status.UNSUPPORTED,
              "the service manager does not stop the service " + name + ": " + e.getMessage()));
    }
  }

  private Optional<SignalOutcome> closeWindows(ProcessEntry process, List<String> failed) {
    try {
      if (windows.close(process.pid()) > 0) {
        return Optional.of(new SignalOutcome(Status.SENT, "WM_CLOSE to its windows"));
      }
    } catch (NativeCallException e) {
      failed.add("its windows cannot be asked to close: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<SignalOutcome> interrupt(ProcessEntry process, List<String> failed) {
    Optional<ConsoleKey> key = allowed();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    SignalOutcome outcome = console.type(key.get(), process);
    if (outcome.status() == Status.SENT) {
      return Optional.of(outcome);
    }
    failed.add(outcome.detail());
    return Optional.empty();
  }

  private static Optional<ConsoleKey> allowed() {
    if (Boolean.getBoolean(CTRL_C)) {
      return Optional.of(ConsoleKey.CTRL_C);
    }
    return Boolean.getBoolean(CTRL_BREAK) ? Optional.of(ConsoleKey.CTRL_BREAK) : Optional.empty();
  }
}
