package dev.portmanager.cli.dashboard;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus on loopback that scrapes one target every second. */
public final class Prometheus implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String PROGRAM = "prometheus";

  private final Process process;
  private final int port;
  private final List<String> log = new ArrayList<>();

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** What Prometheus answers to a question that it does not understand. */
  public static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Skips the test where there is no Prometheus; fails it where .ci/run has installed it. */
  public static void require() {
    boolean present =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    if (!present && "true".equals(System.getenv("PORTMANAGER_REQUIRE_TOOLS"))) {
      fail("prometheus is not installed, and PORTMANAGER_REQUIRE_TOOLS=true wants it");
    }
    if (!present) {
      abort("prometheus is not installed");
    }
  }

  /**
   * Starts one.
   *
   * @param folder an empty folder
   * @param target what to scrape
   * @param alerts the text of a file of rules
   */
  public static Prometheus start(Path folder, URI target, String alerts) throws IOException {
    Files.writeString(folder.resolve("alerts.yml"), alerts);
    Files.writeString(folder.resolve("prometheus.yml"), configuration(target));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                PROGRAM,
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    Prometheus prometheus = new Prometheus(process, port);
    prometheus.awaitReady();
    return prometheus;
  }

  private static String configuration(URI target) {
    return """
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
          evaluation_interval: 1s
        rule_files: [alerts.yml]
        scrape_configs:
          - job_name: portmanager
            metrics_path: %path
            static_configs:
              - targets: ["%target"]
        """
        .replace("%path", target.getPath())
        .replace("%target", target.getAuthority());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    while (line != null && !line.contains("Server is ready to receive web requests")) {
      log.add(line);
      line = reader.readLine();
    }
    if (line == null) {
      throw new AssertionError("Prometheus ended: " + String.join("\n", log));
    }
    Thread drain = new Thread(() -> reader.lines().forEach(unused -> {}), "prometheus-log");
    drain.setDaemon(true);
    drain.start();
  }

  /** Returns the series that an expression is now. */
  public List<JsonObject> query(String expression) {
    return objects(get("query", Map.of("query", expression)), "result");
  }

  /** Returns the only value of an expression; 0 if there is none. */
  public double value(String expression) {
    List<JsonObject> result = query(expression);
    return result.isEmpty() ? 0 : result.get(0).getAsJsonArray("value").get(1).getAsDouble();
  }

  /** Returns the series of an expression between two times, in seconds. */
  public JsonElement range(String expression, double start, double end, int step) {
    JsonElement data =
        get(
            "query_range",
            Map.of("query", expression, "start", "" + start, "end", "" + end, "step", "" + step));
    return data.getAsJsonObject().get("result");
  }

  /** Returns the values that a label has in a set of series. */
  public List<String> labelValues(String label, String series) {
    List<String> values = new ArrayList<>();
    get("label/" + label + "/values", Map.of("match[]", series))
        .getAsJsonArray()
        .forEach(value -> values.add(value.getAsString()));
    return values;
  }

  /** Returns the alerting rules as it has them. */
  public List<JsonObject> rules() {
    JsonObject group = objects(get("rules", Map.of()), "groups").get(0);
    return objects(group, "rules");
  }

  private static List<JsonObject> objects(JsonElement data, String key) {
    List<JsonObject> result = new ArrayList<>();
    data.getAsJsonObject()
        .getAsJsonArray(key)
        .forEach(element -> result.add(element.getAsJsonObject()));
    return result;
  }

  private JsonElement get(String what, Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) -> query.append(encode(name)).append('=').append(encode(value)).append('&'));
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + what + "?" + query);
    try {
      JsonObject answer = JsonParser.parseString(read(uri)).getAsJsonObject();
      if (!answer.get("status").getAsString().equals("success")) {
        throw new RefusedException(answer.get("error").getAsString());
      }
      return answer.get("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) DEADLINE.toMillis());
    connection.setReadTimeout((int) DEADLINE.toMillis());
    boolean refused = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream body = refused ? connection.getErrorStream() : connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends it. */
  @Override
  public void close() {
    // Process.destroy would close the stream under the thread that reads it.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
