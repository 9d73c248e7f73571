package dev.portmanager.jmx.meter;

import static dev.portmanager.jmx.meter.Happenings.NOW;
import static dev.portmanager.jmx.meter.Happenings.killStarted;
import static dev.portmanager.jmx.meter.Happenings.killed;
import static dev.portmanager.jmx.meter.Happenings.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.PortEvent;
import dev.portmanager.jmx.PortManagerMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From binding to closing, and what may go wrong between. */
@Timeout(60)
class MeterLifeTest {

  private static final int METERS = 54;

  private final ScriptedManager scripted = new ScriptedManager("m");
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void severalRegistries_untilClosed() {
    MeterRegistry second = new SimpleMeterRegistry();
    second.counter("somebody.else");
    PortManagerMetrics metrics = new PortManagerMetrics(scripted.manager());
    metrics.bindTo(registry);
    metrics.bindTo(second);
    metrics.bindTo(registry);
    scripted.tell(new PortEvent.Conflict(NOW, "web", 8050));
    assertThat(registry.getMeters()).hasSize(METERS);
    assertThat(registry.get("portmanager.allocation.conflicts").counter().count()).isEqualTo(1);
    assertThat(second.get("portmanager.allocation.conflicts").counter().count()).isEqualTo(1);

    metrics.close();
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
    assertThat(second.getMeters())
        .extracting(meter -> meter.getId().getName())
        .containsExactly("somebody.else");
    assertThat(scripted.observers()).isZero();
    assertThat(scripted.closeActions()).isZero();
    assertThatThrownBy(() -> metrics.bindTo(registry))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"m\"");
  }

  @Test
  void compositeRegistry() {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    PortManagerMetrics metrics = new PortManagerMetrics(scripted.manager());
    metrics.bindTo(composite);
    composite.add(registry);
    assertThat(registry.get("portmanager.pool.size").gauge().value()).isEqualTo(50);
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void managerThatCloses() {
    new PortManagerMetrics(scripted.manager()).bindTo(registry);
    scripted.close();
    assertThat(registry.getMeters()).isEmpty();
    assertThat(scripted.observers()).isZero();
  }

  @Test
  void twoManagersOfOneName_areToldApartByATag_orRefused() {
    new PortManagerMetrics(scripted.manager()).bindTo(registry);
    ScriptedManager namesake = new ScriptedManager("m");
    PortManagerMetrics second = new PortManagerMetrics(namesake.manager());
    assertThatThrownBy(() -> second.bindTo(registry))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"m\"")
        .hasMessageContaining("name(..)");
    assertThat(registry.getMeters()).hasSize(METERS);
    assertThat(namesake.observers()).isZero();

    new PortManagerMetrics(namesake.manager(), Tags.of("pool", "b")).bindTo(registry);
    PortManagerMetrics.builder(namesake.manager()).prefix("other.ports").build().bindTo(registry);
    assertThat(registry.getMeters()).hasSize(3 * METERS);
    assertThat(registry.get("other.ports.pool.size").gauge().value()).isEqualTo(50);
    namesake.close();
    assertThat(registry.getMeters()).hasSize(METERS);
    assertThat(registry.get("portmanager.pool.size").gauge().value()).isEqualTo(50);
  }

  @Test
  void gauges_needNobodyToHoldThem() {
    WeakReference<Object> canary = bindAndForget();
    while (canary.get() != null) {
      System.gc();
    }
    assertThat(registry.get("portmanager.pool.size").gauge().value()).isEqualTo(50);
    assertThat(registry.get("portmanager.lease.age.max").timeGauge().value()).isZero();
    assertThat(registry.find("portmanager.jmx.operations").functionCounters())
        .allMatch(counter -> counter.count() == 0);
  }

  private WeakReference<Object> bindAndForget() {
    new PortManagerMetrics(new ScriptedManager("forgotten").manager()).bindTo(registry);
    return new WeakReference<>(new Object());
  }

  @Test
  void failingRegister_makesGaugesNaN_isLoggedOnce_andBreaksNoScrape() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Capture log = new Capture(PoolMeters.class)) {
      new PortManagerMetrics(scripted.manager()).bindTo(prometheus);
      scripted.pool(
          () -> {
            throw new LeaseRegistryException("the disk is gone", new java.io.IOException("EIO"));
          });
      for (int scrape = 0; scrape < 3; scrape++) {
        assertThat(prometheus.scrape())
            .contains("portmanager_pool_size_ports{manager=\"m\"} NaN")
            .contains("portmanager_lease_age_max_seconds{manager=\"m\"} NaN")
            .contains("portmanager_allocation_conflicts_total{manager=\"m\"} 0.0");
      }
      assertThat(log.messages).hasSize(1).first().asString().contains("\"m\"", "NaN");
    }
  }

  @Test
  void lostEvents_leaveNoKillActiveForEver_andAreLoggedOnce() {
    try (Capture log = new Capture(Binding.class)) {
      new PortManagerMetrics(scripted.manager()).bindTo(registry);
      scripted.tell(killStarted(8050), killStarted(8050), killStarted(8051));
      assertThat(active()).isEqualTo(3);
      scripted.tell(killed(8050));
      assertThat(active()).isEqualTo(2);
      scripted.drop(5);
      scripted.tell(new PortEvent.Conflict(NOW, "web", 8052));
      assertThat(active()).isZero();
      scripted.tell(killStarted(8050));
      scripted.drop(1);
      scripted.tell(killed(8050));
      assertThat(active()).isZero();
      assertThat(log.messages).hasSize(1);
    }
  }

  private int active() {
    return registry.get("portmanager.process.kill.active").longTaskTimer().activeTasks();
  }

  @Test
  void clockThatWasSetBack_countsAsNoTime() {
    new PortManagerMetrics(scripted.manager()).bindTo(registry);
    scripted.tell(
        new PortEvent.Released(
            NOW, lease(8050, 41, NOW), Duration.ofSeconds(-5), PortEvent.Released.Cause.CLOSED));
    assertThat(registry.get("portmanager.lease").tag("reason", "closed").timer().count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".ports", "ports.", "a..b", "1a", "a-b", "a\nb"})
  void badPrefixes(String prefix) {
    PortManagerMetrics.Builder builder =
        PortManagerMetrics.builder(scripted.manager()).prefix(prefix);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manager", "outcome", "reason", "strategy", "operation"})
  void reservedTags(String key) {
    assertThatThrownBy(() -> new PortManagerMetrics(scripted.manager(), Tags.of(key, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void badBuckets() {
    PortManagerMetrics.Builder zero =
        PortManagerMetrics.builder(scripted.manager()).allocationBuckets(Duration.ZERO);
    assertThatThrownBy(zero::build).isInstanceOf(IllegalArgumentException.class);
    Duration[] many = new Duration[17];
    for (int i = 0; i < many.length; i++) {
      many[i] = Duration.ofMillis(i + 1);
    }
    PortManagerMetrics.Builder tooMany =
        PortManagerMetrics.builder(scripted.manager()).allocationBuckets(many);
    assertThatThrownBy(tooMany::build).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyMeterHasADescription() {
    new PortManagerMetrics(scripted.manager()).bindTo(registry);
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank())
        .allSatisfy(id -> assertThat(id.getTag("manager")).isEqualTo("m"))
        .noneSatisfy(
            id -> assertThat(id.getTags()).extracting("key").contains("application", "port"));
  }

  /** Keeps what one class logs. */
  private static final class Capture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> messages = new ArrayList<>();

    Capture(Class<?> source) {
      this.logger = Logger.getLogger(source.getName());
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
