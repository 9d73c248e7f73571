package dev.portmanager.jmx.meter;

import static dev.portmanager.jmx.meter.Happenings.NOW;
import static dev.portmanager.jmx.meter.Happenings.expired;
import static dev.portmanager.jmx.meter.Happenings.killStarted;
import static dev.portmanager.jmx.meter.Happenings.killed;
import static dev.portmanager.jmx.meter.Happenings.lease;
import static dev.portmanager.jmx.meter.Happenings.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.portmanager.KillOutcome;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortEvent;
import dev.portmanager.PortRange;
import dev.portmanager.jmx.PortManagerMetrics;
import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.jmx.source.OperationCounts.Method;
import dev.portmanager.jmx.source.OperationCounts.Outcome;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets to read, to the letter. */
@Timeout(60)
class ExpositionTest {

  private static final Pattern AGE =
      Pattern.compile("(?m)^(portmanager_lease_age_max_seconds\\{.*\\}) (.*)$");

  @TempDir Path folder;

  private final ScriptedManager scripted = new ScriptedManager("default");
  private final dev.portmanager.PortManager manager = scripted.manager();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), new MockClock());

  @BeforeEach
  void fillPool() {
    Instant hourAgo = Instant.now().minusSeconds(3_600);
    scripted.pool(
        () ->
            new PoolSnapshot(
                new PortRange(8050, 8099),
                48,
                List.of(lease(8050, 41, hourAgo), lease(8051, 42, hourAgo.plusSeconds(60))),
                3));
  }

  private void bind(Duration... buckets) {
    PortManagerMetrics.builder(manager).allocationBuckets(buckets).build().bindTo(registry);
  }

  @AfterEach
  void close() {
    scripted.close();
  }

  @Test
  void everySeriesIsThereBeforeAnythingHappens() throws IOException {
    bind();
    assertThat(scrape()).isEqualTo(golden("at-first.txt"));
  }

  @Test
  void afterOneOfEach_withBuckets() throws IOException {
    bind(Duration.ofMillis(100), Duration.ofMillis(1));
    tellOneOfEach();
    assertThat(scrape()).isEqualTo(golden("after-one-of-each.txt"));
  }

  @Test
  void numberOfSeries_isFixed() {
    bind();
    Set<String> before = series(scrape());
    tellOneOfEach();
    assertThat(series(scrape())).isEqualTo(before);
    assertThat(registry.getMeters()).as("at most 60, whatever is leased").hasSize(54);
  }

  @Test
  void promtool_findsNothingToComplainOf() throws IOException, InterruptedException {
    bind(Duration.ofMillis(1));
    tellOneOfEach();
    Path exposition = Files.writeString(folder.resolve("metrics.txt"), registry.scrape());
    Process promtool = promtool(exposition);
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(promtool.exitValue()).isZero();
  }

  private static Process promtool(Path exposition) {
    try {
      return new ProcessBuilder("promtool", "check", "metrics")
          .redirectInput(exposition.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      return abort("promtool is not here (Debian: prometheus): " + e.getMessage());
    }
  }

  private void tellOneOfEach() {
    Duration time = Duration.ofMillis(2);
    scripted.tell(
        new PortEvent.Leased(NOW, lease(8050, 41, NOW), time, 3),
        new PortEvent.Reused(NOW, lease(8050, 41, NOW), Duration.ofMillis(1)),
        new PortEvent.Conflict(NOW, "web", 8052),
        new PortEvent.Exhausted(NOW, "web", new PortRange(8050, 8099), time, 48),
        new PortEvent.AllocationFailed(NOW, "web", time, "interrupted"));
    for (PortEvent.Released.Cause cause : PortEvent.Released.Cause.values()) {
      scripted.tell(
          new PortEvent.Released(NOW, lease(8050, 41, NOW), Duration.ofMinutes(1), cause));
    }
    scripted.tell(expired(lease(8050, 40, NOW)));
    for (KillOutcome.Result result : KillOutcome.Result.values()) {
      scripted.tell(killStarted(8050), killed(8050, outcome(41, result)));
    }
    scripted.tell(expired(lease(8050, 41, NOW)));
    scripted.tell(killStarted(8051), new PortEvent.KillFailed(NOW, 8051, time, "interrupted"));
    for (PortEvent.LookedUp.Outcome found : PortEvent.LookedUp.Outcome.values()) {
      for (boolean exhaustive : new boolean[] {true, false}) {
        for (PortEvent.LookedUp.Means means : PortEvent.LookedUp.Means.values()) {
          scripted.tell(
              new PortEvent.LookedUp(
                  NOW, new PortRange(8050, 8050), time, found, exhaustive, means));
        }
      }
    }
    OperationCounts counts = OperationCounts.of(manager);
    for (Method method : Method.values()) {
      for (Outcome outcome : Outcome.values()) {
        counts.count(method, outcome);
      }
    }
  }

  /** Returns the exposition; the one value that a clock moves is looked at and replaced. */
  private String scrape() {
    Matcher age = AGE.matcher(registry.scrape());
    return age.replaceAll(
        line -> {
          assertThat(Double.parseDouble(line.group(2))).isBetween(3_600.0, 3_700.0);
          return Matcher.quoteReplacement(line.group(1) + " AGE");
        });
  }

  private static Set<String> series(String exposition) {
    return exposition
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = ExpositionTest.class.getResourceAsStream(name)) {
      return in == null ? name + " is missing" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
