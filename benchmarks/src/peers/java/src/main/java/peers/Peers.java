package peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.test.AvailablePortFinder;
import org.springframework.test.util.TestSocketUtils;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.TcpState;

/**
 * Asks OSHI who listens, and Spring, Camel and the JDK for free ports. The line protocol is in
 * ../README.md of the peers.
 */
public final class Peers {

  private interface Operation {
    Object run(int argument) throws Exception;
  }

  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "oshi", Peers::oshi,
          "spring", argument -> TestSocketUtils.findAvailableTcpPort(),
          "camel-next", argument -> AvailablePortFinder.getNextAvailable(),
          "camel-find", argument -> camelFindAndRelease(),
          "server-socket-0", argument -> serverSocket());

  private Peers() {}

  private static String oshi(int port) {
    var owners = new TreeSet<Integer>();
    var statistics = new SystemInfo().getOperatingSystem().getInternetProtocolStats();
    for (var connection : statistics.getConnections()) {
      if (connection.getLocalPort() == port && connection.getState() == TcpState.LISTEN) {
        owners.add(connection.getowningProcessId());
      }
    }
    owners.remove(-1);
    return owners.isEmpty()
        ? "none"
        : owners.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static int serverSocket() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int camelFindAndRelease() {
    var port = AvailablePortFinder.find();
    int number = port.getPort();
    port.release();
    return number;
  }

  private static String ask(Operation operation, int argument) {
    try {
      return String.valueOf(operation.run(argument));
    } catch (Exception e) {
      return "ERR " + e.toString().replace('\n', ' ');
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 3 && arguments[0].equals("--once")) {
      System.out.println(ask(OPERATIONS.get(arguments[1]), Integer.parseInt(arguments[2])));
      System.exit(0);
    }
    var lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      long[] nanos = new long[Integer.parseInt(words[1])];
      Operation operation = OPERATIONS.get(words[0]);
      String answer = "";
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        answer = ask(operation, Integer.parseInt(words[2]));
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      System.out.println(nanos[nanos.length / 2] + " " + answer);
    }
    System.exit(0); // Camel and OSHI leave threads behind
  }
}
