package dev.portmanager.cli;

import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.ProcessInfo;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows leases and listeners again and again: on a terminal on a screen of its own, drawn anew each
 * second; elsewhere as a block of lines, or one line of JSON, at each change.
 */
final class Watch {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  // xterm's alternate screen (private mode 1049) and cursor (private mode 25), which every terminal
  // of today understands.
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE_END = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final RootCommand root;
  private final PortManager manager;
  private final boolean json;
  private final Terminal terminal;
  private boolean left;

  Watch(RootCommand root, PortManager manager, boolean json) {
    this.root = root;
    this.manager = manager;
    this.json = json;
    this.terminal = root.world().terminal();
  }

  ExitCode run() {
    return terminal.facts().output() && !json ? onScreen() : inPipe();
  }

  private ExitCode onScreen() {
    Thread leave = new Thread(this::leave, "leave-screen");
    terminal.control(ENTER);
    Runtime.getRuntime().addShutdownHook(leave);
    try {
      do {
        draw();
      } while (goOn());
    } finally {
      // While the process is ending already, the hook does it.
      if (Hooks.remove(leave)) {
        leave();
      }
    }
    return ExitCode.DONE;
  }

  // The hook may run while a picture is drawn: none may follow it.
  private synchronized void draw() {
    if (left) {
      return;
    }
    View view = root.view();
    PortRange range = new PortRange(manager.getMinPort(), manager.getMaxPort());
    List<String> lines = new PortTable(manager.leases(), manager.listeners()).lines(view, range);
    terminal.control(HOME);
    for (String line : lines) {
      terminal.safeLines(List.of(line + CLEAR_LINE_END));
    }
    terminal.control(CLEAR_BELOW);
    terminal.flush();
  }

  private synchronized void leave() {
    left = true;
    terminal.control(LEAVE);
    terminal.flush();
  }

  private ExitCode inPipe() {
    List<String> before = List.of("nothing yet");
    boolean first = true;
    do {
      List<LeaseInfo> leases = manager.leases();
      List<Listener> listeners = manager.listeners();
      List<String> now = essence(leases, listeners);
      if (!now.equals(before)) {
        print(leases, listeners, first);
        before = now;
        first = false;
      }
      if (terminal.isBroken()) {
        return ExitCode.DONE;
      }
    } while (goOn());
    return ExitCode.DONE;
  }

  /** Returns what makes a change: not a process's start time, which moves with the clock. */
  private static List<String> essence(List<LeaseInfo> leases, List<Listener> listeners) {
    List<String> essence = new ArrayList<>();
    leases.forEach(lease -> essence.add(lease.toString()));
    for (Listener listener : listeners) {
      String who =
          listener.ownership() instanceof Ownership.Known known
              ? known.owners().stream().map(ProcessInfo::pid).toList().toString()
              : listener.ownership().toString();
      essence.add(listener.protocol() + " " + listener.address() + " " + who);
    }
    return essence;
  }

  private void print(List<LeaseInfo> leases, List<Listener> listeners, boolean first) {
    if (json) {
      Json.on(terminal).list(leases, listeners);
      return;
    }
    if (!first) {
      terminal.line("");
    }
    View view = root.view();
    terminal.safeLines(new PortTable(leases, listeners).lines(view));
    terminal.flush();
  }

  private boolean goOn() {
    try {
      return root.world().pause().await(PERIOD);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortManagerException("interrupted while watching", e);
    }
  }
}
