package dev.portmanager.cli;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.PortManager;
import dev.portmanager.PortState;
import java.util.Optional;
import java.util.OptionalInt;

/** What an earlier run of an application left behind on its port. */
final class StaleListener {

  private final RootCommand root;
  private final PortManager manager;

  StaleListener(RootCommand root, PortManager manager) {
    this.root = root;
    this.manager = manager;
  }

  /**
   * Ends what listens on the preferred port, or else on the one that the application had last. A
   * port that somebody has leased is left alone.
   */
  void end(String app, Optional<Integer> preferred) {
    OptionalInt last = manager.lastPort(app);
    Optional<Integer> port =
        preferred.or(() -> last.isPresent() ? Optional.of(last.getAsInt()) : Optional.empty());
    if (port.isEmpty() || manager.status(port.get()).state() != PortState.IN_USE) {
      return;
    }
    KillReport report = manager.killProcessOnPort(port.get(), KillOptions.defaults());
    for (KillOutcome outcome : report.outcomes()) {
      root.world()
          .terminal()
          .error(
              "port "
                  + report.port()
                  + ": "
                  + outcome.process()
                  + " "
                  + outcome.result()
                  + ": "
                  + outcome.reason());
    }
    if (!report.freed()) {
      root.world().terminal().error("port " + report.port() + ": " + report.reason());
    }
  }
}
