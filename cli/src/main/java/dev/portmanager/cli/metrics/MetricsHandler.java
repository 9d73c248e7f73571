package dev.portmanager.cli.metrics;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Answers GET and HEAD for {@code /metrics}; everything else is an error that says what to do. The
 * codes are those of RFC 9110. Safe for use by several threads.
 */
final class MetricsHandler implements HttpHandler {

  static final String PATH = "/metrics";

  private static final System.Logger LOG = System.getLogger(MetricsHandler.class.getName());
  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int MISDIRECTED = 421;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final Scrapes scrapes;

  MetricsHandler(Scrapes scrapes) {
    this.scrapes = scrapes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!LoopbackHost.isAllowed(host(exchange))) {
        answer(exchange, MISDIRECTED, "ask for localhost or 127.0.0.1, not for another name\n");
      } else if (!PATH.equals(exchange.getRequestURI().getPath())) {
        answer(exchange, NOT_FOUND, "nothing is here; the metrics are at " + PATH + "\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, METHOD_NOT_ALLOWED, "only GET and HEAD are answered here\n");
      } else {
        metrics(exchange);
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    List<String> accept = exchange.getRequestHeaders().get("Accept");
    try {
      Exposition.Page page = scrapes.page(accept == null ? "*/*" : String.join(",", accept));
      answer(exchange, OK, page);
    } catch (TimeoutException e) {
      answer(exchange, UNAVAILABLE, "the metrics could not be read in time\n");
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, "the metrics cannot be read", e.getCause());
      answer(exchange, FAILED, "the metrics cannot be read; the program has logged why\n");
    }
  }

  /**
   * Returns how the client calls us: in the request line if it stands there, else in the header.
   */
  private static Optional<String> host(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getRawAuthority())
        .or(() -> Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")));
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    answer(exchange, code, new Exposition.Page(PLAIN, text));
  }

  private static void answer(HttpExchange exchange, int code, Exposition.Page page)
      throws IOException {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", page.contentType());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
