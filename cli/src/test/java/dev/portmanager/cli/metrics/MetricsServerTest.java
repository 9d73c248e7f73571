package dev.portmanager.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over raw sockets, so that a request may be anything. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsServerTest {

  private static final byte[] IPV4 = {127, 0, 0, 1};
  private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final int CROWD = 300;
  private static final int TEN_MEGABYTES = 10 << 20;
  private static final int SECONDS_TO_ANSWER = 20;

  private final List<Socket> clients = new ArrayList<>();
  private volatile Exposition exposition = accept -> new Exposition.Page("text/plain", "up 1\n");
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server = MetricsServer.start(0, accept -> exposition.page(accept));
  }

  @AfterEach
  void end() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(IPV4), server.port());
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS_TO_ANSWER));
    clients.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Sends a request of HTTP/1.0, after whose answer the connection ends, and returns the answer.
   */
  private String ask(String requestLine, String... headers) throws IOException {
    Socket socket = connect();
    send(socket, requestLine + " HTTP/1.0\r\n" + lines(headers) + "\r\n");
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    Arrays.stream(headers).forEach(header -> lines.append(header).append("\r\n"));
    return lines.toString();
  }

  @Test
  void get_isAnsweredWithTheText() throws IOException {
    assertThat(ask("GET /metrics"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\nContent-Type: text/plain\r\n")
        .containsIgnoringCase("\r\nContent-Length: 5\r\n")
        .endsWith("\r\n\r\nup 1\n");
    assertThat(ask("GET /metrics?name[]=a")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void head_isAnsweredWithTheSameHeadersAndNoText() throws IOException {
    assertThat(ask("HEAD /metrics"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\nContent-Type: text/plain\r\n")
        .containsIgnoringCase("\r\nContent-Length: 5\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "BREW"})
  void otherMethods_are405WithAllow(String method) throws IOException {
    assertThat(ask(method + " /metrics"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("\r\nAllow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metric", "/metrics/../etc/passwd", "/%00", "/.."})
  void otherPaths_are404ThatSaysWhere(String path) throws IOException {
    assertThat(ask("GET " + path)).startsWith("HTTP/1.1 404 ").endsWith("at /metrics\n");
    assertThat(ask("POST " + path)).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9464",
        "127.0.0.1",
        "127.1.2.3:1",
        "[::1]:80",
        "localhost."
      })
  void loopbackNames_areAnswered(String host) throws IOException {
    assertThat(ask("GET /metrics", "Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9464",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "xlocalhost",
        "192.168.0.1",
        "[::2]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]"
      })
  void otherNames_are421(String host) throws IOException {
    String answer = ask("GET /metrics", "Host: " + host);
    assertThat(answer).startsWith("HTTP/1.1 421 ").doesNotContain("up 1");
  }

  @Test
  void otherName_inTheRequestLine_is421() throws IOException {
    assertThat(ask("GET http://evil.example/metrics", "Host: localhost"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(ask("GET http://localhost/metrics", "Host: localhost")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void accept_isHandedOnAsItStands() throws IOException {
    exposition = accept -> new Exposition.Page("text/x", "<" + accept + ">");
    assertThat(ask("GET /metrics")).endsWith("\r\n\r\n<*/*>");
    assertThat(ask("GET /metrics", "Accept: a/b;q=1", "Accept: c/d")).endsWith("<a/b;q=1,c/d>");
  }

  @Test
  void bothLoopbackAddresses_areServedUnderOnePort() throws IOException {
    for (String url : server.urls()) {
      byte[] host = url.contains("[") ? IPV6 : IPV4;
      try (Socket socket = new Socket(InetAddress.getByAddress(host), server.port())) {
        send(socket, "GET /metrics HTTP/1.0\r\n\r\n");
        assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
    assertThat(server.urls().get(0)).isEqualTo("http://127.0.0.1:" + server.port() + "/metrics");
  }

  @Test
  void failure_is500AndTheNextIsAnswered() throws IOException {
    exposition =
        accept -> {
          throw new IllegalStateException("no register");
        };
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 500 ").doesNotContain("no register");
    exposition = accept -> new Exposition.Page("text/plain", "up 2\n");
    assertThat(ask("GET /metrics")).endsWith("up 2\n");
  }

  @Test
  void connection_isKeptForTheNextRequest() throws IOException {
    Socket socket = connect();
    for (int i = 0; i < 3; i++) {
      send(socket, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(until(socket.getInputStream(), "up 1\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String until(InputStream in, String end) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.UTF_8).endsWith(end)) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("ended after " + read);
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n",
        "%s /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n\r\n%s",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n\r\n%s"
      })
  void tenMegabytes_doNoHarm(String request) throws IOException {
    Socket socket = connect();
    try (OutputStream out = socket.getOutputStream()) {
      out.write(
          request.replace("%s", "x".repeat(TEN_MEGABYTES)).getBytes(StandardCharsets.US_ASCII));
    } catch (SocketException e) {
      // It was cut off, which is an answer too.
    }
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET :// HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void oddRequests_doNoHarm(String request) throws IOException {
    Socket socket = connect();
    send(socket, request);
    socket.shutdownOutput();
    try {
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).doesNotStartWith("HTTP/1.1 5");
    } catch (SocketException e) {
      // It was cut off, which is an answer too.
    }
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void silentClients_holdUpNobody() throws IOException {
    for (int i = 0; i < CROWD; i++) {
      connect();
    }
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void clientsWithHalfARequest_holdUpNobody() throws IOException {
    for (int i = 0; i < CROWD; i++) {
      send(connect(), "GET /metrics HTTP/1.1\r\nHost: loc");
    }
    for (int i = 0; i < 5; i++) {
      assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void clientsThatReadNothing_holdUpNobody() throws Exception {
    // More than all buffers between the two ends take.
    String text = "x".repeat(TEN_MEGABYTES);
    CountDownLatch answers = new CountDownLatch(Workers.THREADS);
    exposition =
        accept -> {
          answers.countDown();
          return new Exposition.Page("text/plain", text);
        };
    for (int i = 0; i < 3 * Workers.THREADS; i++) {
      send(connect(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    assertThat(answers.await(SECONDS_TO_ANSWER, TimeUnit.SECONDS)).isTrue();
    exposition = accept -> new Exposition.Page("text/plain", "up 1\n");
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void slowClient_isLeftAloneWhileNobodyWaits() throws IOException {
    Socket slow = connect();
    send(slow, "GET /metrics HTTP/1.1\r\nHost: loc");
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
    send(slow, "alhost\r\nConnection: close\r\n\r\n");
    assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void slowText_isNotInterruptedWhenItsClientIsCutOff() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<InterruptedException> interrupts = new CopyOnWriteArrayList<>();
    exposition =
        accept -> {
          asked.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            interrupts.add(e);
          }
          return new Exposition.Page("text/plain", "up 1\n");
        };
    Socket first = connect();
    send(first, "GET /metrics HTTP/1.0\r\n\r\n");
    assertThat(asked.await(SECONDS_TO_ANSWER, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 3 * Workers.THREADS; i++) {
      send(connect(), "GET /metrics HTTP/1.1\r\nHost: loc");
    }
    assertThat(isCutOff(first)).isTrue();
    goOn.countDown();
    assertThat(ask("GET /metrics")).startsWith("HTTP/1.1 200 ");
    assertThat(interrupts).isEmpty();
  }

  private static boolean isCutOff(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void portThatIsTaken_isABindExceptionAndNothingStays() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(IPV4))) {
      assertThatThrownBy(() -> MetricsServer.start(other.getLocalPort(), exposition))
          .isInstanceOf(BindException.class);
    }
  }

  @Test
  void portThatIsTakenOnTheSecondAddress_isABindExceptionAndTheFirstIsGivenBack()
      throws IOException {
    assumeThat(server.urls()).hasSize(2);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(IPV6))) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> MetricsServer.start(port, exposition))
          .isInstanceOf(BindException.class);
      new ServerSocket(port, 1, InetAddress.getByAddress(IPV4)).close();
    }
  }

  @Test
  void close_givesThePortBackAndIsIdempotent() throws IOException {
    int port = server.port();
    server.close();
    server.close();
    try (MetricsServer next = MetricsServer.start(port, exposition)) {
      assertThat(next.port()).isEqualTo(port);
    }
  }
}
