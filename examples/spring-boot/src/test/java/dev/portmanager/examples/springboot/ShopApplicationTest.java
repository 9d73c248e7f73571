package dev.portmanager.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.jmx.PortManagerMBeans;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

/** The application as it is, with its real server. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.address=127.0.0.1",
      "management.endpoints.web.exposure.include=metrics,prometheus"
    })
@DirtiesContext // closes the application: its bean's name is free then
@Timeout(120)
class ShopApplicationTest {

  private static final MBeanServer PLATFORM = ManagementFactory.getPlatformMBeanServer();
  private static final ObjectName BEAN = PortManagerMBeans.objectName("shop");

  @Autowired private PortManager ports;

  @Value("${local.server.port}")
  private int serverPort;

  @Test
  void leaseIsSeenEverywhere() throws Exception {
    ports.getUniquePort("checkout");

    assertThat(
            awaitBody(
                "/actuator/metrics/portmanager.pool.allocated",
                body -> body.contains("\"value\":1.0")))
        .contains("\"name\":\"portmanager.pool.allocated\"", "\"baseUnit\":\"ports\"")
        .contains("\"shop\"");
    assertThat(
            awaitBody(
                "/actuator/prometheus",
                body -> body.contains("_count{manager=\"shop\",outcome=\"success\"} 1")))
        .contains(
            "portmanager_pool_allocated_ports{manager=\"shop\"} 1.0",
            "portmanager_pool_size_ports{manager=\"shop\"} 50.0",
            "portmanager_allocation_seconds_count{manager=\"shop\",outcome=\"success\"} 1");
    assertThat(PLATFORM.getAttribute(BEAN, "AllocatedCount")).isEqualTo(1);
  }

  /** Asks until the answer is as expected: what is shown may be a moment old. */
  private String awaitBody(String path, Predicate<String> expected)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + serverPort + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    HttpClient client = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      if (expected.test(response.body()) || System.nanoTime() > deadline) {
        return response.body();
      }
    }
  }
}
