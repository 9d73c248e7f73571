package dev.portmanager.core.process;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that leases one port of a range, says which, and keeps it until its standard input
 * ends.
 */
final class Leaser {

  private Leaser() {}

  /** Runs; arguments: application, first and last port, and the registry if not the machine's. */
  public static void main(String[] args) throws IOException {
    PortManagers.Builder builder =
        PortManagers.builder().range(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    if (args.length > 3) {
      builder.registry(Path.of(args[3]));
    }
    try (PortManager manager = builder.build()) {
      try {
        System.out.println("PORT " + manager.getUniquePort(args[0]));
      } catch (PortManagerException e) {
        System.out.println("NONE " + e.getMessage());
      }
      for (LeaseInfo lease : manager.leases()) {
        System.out.println("LEASE " + lease.port() + " " + lease.app() + " " + lease.user());
      }
      System.out.println("READY");
      while (System.in.read() >= 0) {
        // the parent writes nothing; it only closes
      }
    }
  }
}
