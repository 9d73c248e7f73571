package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.portmanager.PortManager;
import dev.portmanager.cli.dashboard.DashboardWalk;
import dev.portmanager.cli.dashboard.GrafanaDashboard;
import dev.portmanager.cli.dashboard.HidingKiller;
import dev.portmanager.cli.dashboard.Prometheus;
import dev.portmanager.cli.dashboard.Recording;
import dev.portmanager.cli.dashboard.Traffic;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard against a real Prometheus that scrapes a real {@code serve} under real load. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardEndToEndTest {

  private static final int MIN = 28_500;
  private static final int MAX = 28_531;
  private static final int HIDDEN = MIN + 7;
  private static final String RECORD = "portmanager.dashboard.record";
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir static Path folder;

  private static ServerSocket stranger;
  private static Serving serving;
  private static Prometheus prometheus;
  private static Traffic traffic;

  @BeforeAll
  static void start() throws Exception {
    Prometheus.require();
    stranger = new ServerSocket(HIDDEN);
    Path registry = folder.resolve("registry");
    serving = Serving.start(registry, MIN + "-" + MAX, new HidingKiller(HIDDEN));
    prometheus = Prometheus.start(folder, serving.metrics(), GrafanaDashboard.shippedAlerts());
    PortManager manager = serving.manager();
    traffic = new Traffic(manager, serving.operations(), HIDDEN).start();
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {traffic, prometheus, serving, stranger}) {
      if (part != null) {
        part.close();
      }
    }
  }

  /** Waits for Prometheus to answer as expected, a round of traffic between two questions. */
  private static <T> T await(T expected, Callable<T> question) throws Exception {
    Instant deadline = Instant.now().plus(DEADLINE);
    T answer = question.call();
    while (!answer.equals(expected) && Instant.now().isBefore(deadline)) {
      traffic.awaitRounds(1);
      answer = question.call();
    }
    return answer;
  }

  private static List<String> complaints(String dashboard) {
    return new DashboardWalk(prometheus).complaints(GrafanaDashboard.parse(dashboard));
  }

  @Test
  void everyQuery_andEveryVariable_isAnswered() throws Exception {
    String dashboard = GrafanaDashboard.shipped();
    assertThat(GrafanaDashboard.parse(dashboard).queries()).hasSizeGreaterThan(20);
    assertThat(GrafanaDashboard.parse(dashboard).variables()).hasSize(3);
    assertThat(await(List.of(), () -> complaints(dashboard))).isEmpty();
  }

  /** Proves that the walk would notice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sum by (outcome) (rate(portmanager_allocation_s | sum(rate(portmanager_alocation_s | series
          label_values(portmanager_pool_size_ports, job) | label_values(portmanager_size, job) | value
          sum(portmanager_pool_cooling_ports | sum((portmanager_pool_cooling_ports | is refused
          portmanager_allocation_conflicts_total{ | portmanager_pool_size{ | has no series
          max(portmanager_allocation_probes_max{ | max(0 / 0 * portmanager_pool_size_ports{ | number
          """)
  void misspelling_isNoticed(String part, String instead, String complaint) throws Exception {
    String dashboard = GrafanaDashboard.shipped();
    assertThat(await(List.of(), () -> complaints(dashboard))).isEmpty();
    assertThat(dashboard).contains(part);
    assertThat(complaints(dashboard.replace(part, instead)))
        .anyMatch(found -> found.contains(complaint));
  }

  /** What the traffic does is what Prometheus tells of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portmanager_allocation_seconds_count{outcome="success"}
          portmanager_allocation_seconds_count{outcome="exhausted"}
          portmanager_allocation_conflicts_total
          portmanager_lease_seconds_count{reason="released"}
          portmanager_lease_seconds_count{reason="closed"}
          portmanager_lease_seconds_count{reason="expired"}
          portmanager_process_kill_seconds_count{outcome="terminated"}
          portmanager_process_kill_seconds_count{outcome="forced"}
          sum(portmanager_process_lookup_seconds_count{strategy=~"(kernel_)?exhaustive",outcome="denied"})
          sum(portmanager_process_lookup_seconds_count{outcome="found"})
          sum(portmanager_process_lookup_seconds_count{outcome="not_found"})
          portmanager_jmx_operations_total{operation="killProcessOnPort",outcome="success"}
          portmanager_jmx_operations_total{operation="killProcessOnPort",outcome="error"}
          portmanager_jmx_operations_total{operation="releasePort",outcome="denied"}
          max_over_time(portmanager_process_kill_active_seconds_count[2m])
          max_over_time(portmanager_pool_cooling_ports[2m])
          """)
  void traffic_isSeen(String series) throws Exception {
    assertThat(await(true, () -> prometheus.value(series) > 0)).as(series).isTrue();
  }

  @Test
  void alerts_areLoaded_andFire() throws Exception {
    assertThat(prometheus.rules())
        .hasSize(6)
        .allMatch(rule -> rule.get("type").getAsString().equals("alerting"));
    assertThat(await(true, () -> areHealthy(prometheus.rules()))).isTrue();
    for (String alert : List.of("PortPoolExhausted", "PortManagerJmxDenied")) {
      String firing = "ALERTS{alertstate=\"firing\",alertname=\"" + alert + "\"}";
      assertThat(await(true, () -> prometheus.value(firing) > 0)).as(alert).isTrue();
    }
  }

  private static boolean areHealthy(List<JsonObject> rules) {
    return rules.stream().allMatch(rule -> rule.get("health").getAsString().equals("ok"));
  }

  /** Not a test: keeps two minutes of answers for docs/images/dashboard.sh. */
  @Test
  @EnabledIfSystemProperty(named = RECORD, matches = ".+")
  void record() throws Exception {
    int seconds = 150;
    traffic.awaitRounds(seconds + 15);
    Path file = Path.of(System.getProperty(RECORD));
    GrafanaDashboard dashboard = GrafanaDashboard.parse(GrafanaDashboard.shipped());
    Recording.write(file, dashboard, prometheus, seconds);
    assertThat(file).isNotEmptyFile();
  }
}
