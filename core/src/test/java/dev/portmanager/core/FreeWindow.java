package dev.portmanager.core;

import dev.portmanager.PortRange;
import dev.portmanager.core.probe.PortProbe;
import dev.portmanager.core.probe.ProbeResult;
import dev.portmanager.core.registry.SimulatedHost;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports next to each other that are all free, below those that the system hands out. */
public final class FreeWindow {

  private FreeWindow() {}

  /** Returns a range of free ports. */
  public static PortRange of(int size) {
    for (int attempt = 0; attempt < 200; attempt++) {
      int min = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      PortRange range = new PortRange(min, min + size - 1);
      if (isFree(range)) {
        return range;
      }
    }
    throw new IllegalStateException(
        "no " + size + " free ports next to each other on this machine");
  }

  private static boolean isFree(PortRange range) {
    try (PortProbe probe = new PortProbe(SimulatedHost.of("1000", Optional.empty()))) {
      for (int port = range.min(); port <= range.max(); port++) {
        if (!(probe.probe(port) instanceof ProbeResult.Free)) {
          return false;
        }
      }
      return true;
    }
  }
}
