package dev.portmanager.benchmarks.server;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.nio.file.Path;

/**
 * A JVM that does one thing, the first time, and ends. Prints how long it took, in nanoseconds, and
 * what came out.
 */
public final class FirstCall {

  private FirstCall() {}

  /**
   * Does it.
   *
   * @param arguments the folder of the register of leases; {@code nothing}, {@code lease} or {@code
   *     look-up}; a port to look up
   */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    Object answer = arguments[1].equals("nothing") ? "none" : first(arguments);
    System.out.println(System.nanoTime() - start + " " + answer);
  }

  private static Object first(String[] arguments) {
    try (PortManager manager =
        PortManagers.builder().registry(Path.of(arguments[0])).range(27000, 27999).build()) {
      return arguments[1].equals("lease")
          ? manager.getUniquePort("benchmark")
          : manager.listenersOn(Integer.parseInt(arguments[2])).size();
    }
  }
}
