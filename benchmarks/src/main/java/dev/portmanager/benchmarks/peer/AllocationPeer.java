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
  private static final String ONE_PROCESS = "unique in one process";
  private static final String FOR_A_TIME = "unique in one process, for a time";

  /**
   * Returns them all.
   *
   * @return ServerSocket(0), Spring, Camel, portpicker, ...
   */
  public static List<AllocationPeer> all() {
    return List.of(
        java("ServerSocket(0) (Java)", "server-socket-0", TWICE),
        java("Spring 7.0.10 TestSocketUtils (Java)", "spring", TWICE),
        java("Camel 4.22.0 getNextAvailable (Java)", "camel-next", TWICE),
        java("Camel 4.22.0 find and release (Java)", "camel-find", "unique in one JVM"),
        python("sovai 0.2.87, the original, new (Python)", "original-new", 500, ONE_PROCESS),
        python("sovai 0.2.87, the original, again (Python)", "original-again", 500, ONE_PROCESS),
        python("portpicker 1.6.0 (Python)", "portpicker", 100, TWICE),
        python(
            "portpicker 1.6.0 with portserver (Python)",
            "portserver",
            30,
            "needs its daemon; silent about a pool that is empty"),
        python("port-for 1.1.1 get_port (Python)", "port-for", 30, TWICE),
        node("get-port 7.2.0 (node)", "get-port", FOR_A_TIME),
        node("get-port 7.2.0, one host (node)", "get-port-one-host", FOR_A_TIME));
  }

  private static AllocationPeer java(String label, String operation, String lacks) {
    return new AllocationPeer(label, Language.JAVA, operation, 1000, lacks);
  }

  private static AllocationPeer python(String label, String operation, int count, String lacks) {
    return new AllocationPeer(label, Language.PYTHON, operation, count, lacks);
  }

  private static AllocationPeer node(String label, String operation, String lacks) {
    return new AllocationPeer(label, Language.NODE, operation, 200, lacks);
  }
}
