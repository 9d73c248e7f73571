package dev.portmanager.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Port Manager, asked as the peers are: a JVM that serves the line protocol of src/peers/README.md.
 */
public final class OurServer {

  private final Map<String, Operation> operations = new HashMap<>();

  private OurServer(Managers managers) {
    operations.putAll(new LookupOperations(managers).all());
    operations.putAll(new LeaseOperations(managers).all());
    operations.putAll(new KillOperations(managers).all());
  }

  /**
   * Serves until standard input ends.
   *
   * @param arguments the folder of the register of leases, or nothing for the default one
   * @throws IOException if standard input cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Optional<Path> registry = Arrays.stream(arguments).findFirst().map(Path::of);
    try (Managers managers = new Managers(registry)) {
      OurServer server = new OurServer(managers);
      InputStreamReader input = new InputStreamReader(System.in, StandardCharsets.US_ASCII);
      BufferedReader lines = new BufferedReader(input);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(server.answer(line.split(" ", -1)));
      }
    }
  }

  private String answer(String[] words) {
    Operation operation = operations.get(words[0]);
    if (operation == null || words.length != 3) {
      return "0 ERR no such operation: " + String.join(" ", words);
    }
    long[] nanos = new long[Integer.parseInt(words[1])];
    Object answer = "";
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < nanos.length; i++) {
      watch.start();
      try {
        answer = operation.run(words[2], watch);
      } catch (Exception e) {
        return "0 ERR " + e.toString().replace('\n', ' ');
      }
      watch.stop();
      nanos[i] = watch.nanos();
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] + " " + answer;
  }
}
