package dev.portmanager.core.kill;

import dev.portmanager.KillOptions;
import dev.portmanager.KillReport;
import dev.portmanager.core.backend.BackEnds;

/** Tries to free a port from a process of its own and prints what became of each owner. */
public final class KillerMain {
  private KillerMain() {}

  /**
   * Frees a port.
   *
   * @param args the port
   */
  public static void main(String[] args) {
    RealPorts ports = new RealPorts(BackEnds.find());
    KillReport report =
        new PortFreer(ports.backEnd(), ports::status, event -> {})
            .free(Integer.parseInt(args[0]), KillOptions.defaults());
    report
        .outcomes()
        .forEach(o -> System.out.println(o.process().pid() + " " + o.result() + " " + o.reason()));
  }
}
