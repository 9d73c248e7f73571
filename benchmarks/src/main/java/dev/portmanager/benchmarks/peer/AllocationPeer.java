package dev.portmanager.benchmarks.peer;

import java.util.List;

/**
 * One of the others who find a free port.
 *
 * @param label its name in tables, with the version
 * @param language in which
 * @param operation by what name
 * @param count how often in a row for one reading
 * @param lacks what it does not do, in a few words
 */
public record AllocationPeer(
    String label, Language language, String operation, int count, String lacks) {

  private static final String TWICE = "two processes can get the same port; no owner, no lease";

  /**
   * Returns them all.
   *
   * @return ServerSocket(0), Spring, Camel, portpicker, ...
   */
  public static List<AllocationPeer> all() {
    return List.of(
        new AllocationPeer("ServerSocket(0) (Java)", Language.JAVA, "server-socket-0", 1000, TWICE),
        new AllocationPeer("Spring 7.0.10 TestSocketUtils (Java)", Language.JAVA, "spring", 1000, TWICE),
        new AllocationPeer("Camel 4.22.0 getNextAvailable (Java)", Language.JAVA, "camel-next", 1000, TWICE),
        new AllocationPeer(
            "Camel 4.22.0 find and release (Java)", Language.JAVA, "camel-find", 1000, "unique in one JVM"),
        new AllocationPeer("sovai 0.2.87, the original, new (Python)", Language.PYTHON, "original-new", 500, "unique in one process"),
        new AllocationPeer("sovai 0.2.87, the original, again (Python)", Language.PYTHON, "original-again", 500, "unique in one process"),
        new AllocationPeer("portpicker 1.6.0 (Python)", Language.PYTHON, "portpicker", 100, TWICE),
        new AllocationPeer(
            "portpicker 1.6.0 with portserver (Python)", Language.PYTHON, "portserver", 30, "needs its daemon; once the pool is empty, none"),
        new AllocationPeer("port-for 1.1.1 get_port (Python)", Language.PYTHON, "port-for", 30, TWICE),
        new AllocationPeer("get-port 7.2.0 (node)", Language.NODE, "get-port", 200, "unique in one process, for a time"),
        new AllocationPeer("get-port 7.2.0, one host (node)", Language.NODE, "get-port-one-host", 200, "unique in one process, for a time"));
  }
}
