package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import dev.portmanager.os.windows.process.ProcessEntry;
import dev.portmanager.os.windows.process.ProcessSnapshot;
import dev.portmanager.os.windows.process.Service;
import dev.portmanager.os.windows.process.Services;
import dev.portmanager.spi.SignalOutcome;
import dev.portmanager.spi.SignalOutcome.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ways of asking a process to end; Windows has no SIGTERM. In turn, the first that applies: a
 * service is stopped by its manager; windows are sent WM_CLOSE; and, only where the system property
 * {@value #CTRL_C} is true, a console gets Ctrl+C. Safe for use by several threads.
 */
final class Asking {

  /** The system property that allows Ctrl+C. */
  static final String CTRL_C = "portmanager.windows.ctrl-c";

  private static final long HELPER_SECONDS = 20;

  private final Win32 win32;
  private final Services services;
  private final Windows windows;

  Asking(Win32 win32, Services services) {
    this.win32 = win32;
    this.services = services;
    this.windows = new Windows(win32);
  }

  /** Asks a process, which is pinned. */
  SignalOutcome ask(ProcessEntry process) {
    return stopService(process)
        .or(() -> closeWindows(process))
        .or(() -> interrupt(process))
        .orElseGet(
            () ->
                new SignalOutcome(
                    Status.UNSUPPORTED,
                    "it is no service and has no window that can be seen from here, so nothing"
                        + " gentler than TerminateProcess reaches it (Ctrl+C is sent to its console"
                        + " where -D"
                        + CTRL_C
                        + "=true allows that)"));
  }

  private Optional<SignalOutcome> stopService(ProcessEntry process) {
    List<Service> running = services.in(process.pid());
    if (running.size() != 1 || !running.get(0).acceptsStop()) {
      return Optional.empty();
    }
    String name = running.get(0).name();
    int code = services.stop(name);
    if (code == 0) {
      return Optional.of(
          new SignalOutcome(Status.SENT, "stop of the service " + name + " by its manager"));
    }
    String why = "error " + code + ": " + WinError.text(win32.kernel32().get(), code);
    return Optional.of(
        new SignalOutcome(
            code == WinError.ACCESS_DENIED ? Status.DENIED : Status.UNSUPPORTED,
            "the service manager does not stop the service " + name + " (" + why + ")"));
  }

  private Optional<SignalOutcome> closeWindows(ProcessEntry process) {
    int asked = windows.close(process.pid());
    return asked == 0
        ? Optional.empty()
        : Optional.of(new SignalOutcome(Status.SENT, "WM_CLOSE to its windows"));
  }

  private Optional<SignalOutcome> interrupt(ProcessEntry process) {
    if (!Boolean.getBoolean(CTRL_C)) {
      return Optional.empty();
    }
    int code = runHelper(process);
    return switch (code) {
      case ConsoleInterrupt.SENT ->
          Optional.of(new SignalOutcome(Status.SENT, "Ctrl+C to its console"));
      case ConsoleInterrupt.SHARED ->
          Optional.of(
              new SignalOutcome(
                  Status.UNSUPPORTED,
                  "other processes share its console and would get Ctrl+C too: type it there"));
      default ->
          Optional.of(
              new SignalOutcome(
                  Status.UNSUPPORTED, "it has no console that Ctrl+C can be sent to"));
    };
  }

  private int runHelper(ProcessEntry process) {
    try {
      Process helper =
          new ProcessBuilder(ConsoleInterrupt.command(family(process)))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (helper.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
          return helper.exitValue();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      helper.destroyForcibly();
      return ConsoleInterrupt.FAILED;
    } catch (IOException e) {
      return ConsoleInterrupt.FAILED; // no program can be started: then no event can be sent
    }
  }

  /** Returns a process and everything that it started, by pid. */
  private List<Long> family(ProcessEntry process) {
    ProcessSnapshot snapshot = ProcessSnapshot.take(win32);
    List<ProcessEntry> family = new ArrayList<>(List.of(process));
    for (int i = 0; i < family.size(); i++) {
      family.addAll(snapshot.childrenOf(family.get(i)));
    }
    return family.stream().map(ProcessEntry::pid).toList();
  }
}
