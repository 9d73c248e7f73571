package dev.portmanager.cli;

import dev.portmanager.PortManager;
import dev.portmanager.cli.metrics.Exposition;
import dev.portmanager.jmx.PortManagerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.time.Duration;

/** The meters of a manager as Prometheus reads them. Safe for use by several threads. */
final class MeterPage implements Exposition, AutoCloseable {

  /** With these the dashboard's 99th percentile and heat map have something to show. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PortManagerMetrics metrics;

  MeterPage(PortManager manager) {
    metrics = PortManagerMetrics.builder(manager).allocationBuckets(BUCKETS).build();
    metrics.bindTo(registry);
  }

  @Override
  public Page page(String accept) {
    // The registry negotiates by the same rule, and does not say with which result.
    String contentType = formats.findWriter(accept).getContentType();
    return new Page(contentType, registry.scrape(contentType));
  }

  @Override
  public void close() {
    metrics.close();
    registry.close();
  }
}
