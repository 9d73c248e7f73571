package dev.portmanager.cli.metrics;

import java.util.Map;

/**
 * The bounds that the JDK's HTTP server keeps by itself. It reads them once for the whole JVM, when
 * its first class is initialised, from system properties (documented in the module {@code
 * jdk.httpserver}); what somebody has set already stays.
 */
final class HttpLimits {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Connections at once to one address; what comes after is closed unread.
          "jdk.httpserver.maxConnections", "1000",
          // Seconds that a connection may be open without a whole request, or with an unread
          // answer.
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10",
          // Milliseconds between two looks at them, and at connections on which nothing is sent.
          "sun.net.httpserver.timerMillis", "1000",
          "sun.net.httpserver.clockTick", "1000",
          // Bytes: of all headers together, and of a body that is read although nobody wants it.
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.drainAmount", "16384");

  private HttpLimits() {}

  /** Sets them, before the first server is made. */
  static void apply() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
