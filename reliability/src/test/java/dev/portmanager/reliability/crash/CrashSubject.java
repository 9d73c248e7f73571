package dev.portmanager.reliability.crash;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process that leases a port and gives it back in a thread that others follow. It has done so
 * before in another register, so that the calls that follow are those of the lease and not those
 * that load classes.
 */
final class CrashSubject {

  private CrashSubject() {}

  /** Runs; arguments: a register to warm up with, the register, first and last port. */
  public static void main(String[] args) throws IOException {
    leaseAndRelease(Path.of(args[0]), args);
    Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    System.out.println("THREAD " + thread.getFileName());
    if (System.in.read() >= 0) {
      leaseAndRelease(Path.of(args[1]), args);
    }
    System.out.println("DONE");
  }

  private static void leaseAndRelease(Path registry, String[] args) {
    try (PortManager manager =
        PortManagers.builder()
            .registry(registry)
            .range(Integer.parseInt(args[2]), Integer.parseInt(args[3]))
            .cooldown(Duration.ZERO)
            .build()) {
      manager.getUniquePort("subject");
      manager.releasePort("subject");
    }
  }
}
