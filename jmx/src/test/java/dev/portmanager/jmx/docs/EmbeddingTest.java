package dev.portmanager.jmx.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.jmx.PortManagerMBeans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what docs/embedding.md shows, and holds it to the text.
 *
 * <p>In a document, the comment {@code <!-- from PATH -->} above an example says which file it is
 * quoted from.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class EmbeddingTest {

  private static final String REGISTRY = "portmanager.registry";
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)<!-- from (\\S+) -->\\s*```java\\n(.*?)\\n```");

  private final MBeanServer platform = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path leases;

  @BeforeEach
  void keepLeasesApart() {
    System.setProperty(REGISTRY, leases.resolve("r").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty(REGISTRY);
  }

  @Test
  void attributes() {
    List<Object> seen = new ArrayList<>();
    EmbeddingExamples.attributes(
        beans -> {
          assertThat(beans.objectName()).isEqualTo(PortManagerMBeans.objectName("shop"));
          assertThat(beans.operationsName()).isEmpty();
          assertThat(platform.isRegistered(beans.objectName())).isTrue();
          seen.add(read("AllocatedCount"));
        });
    assertThat(seen).containsExactly(1);
    assertThat(platform.isRegistered(PortManagerMBeans.objectName("shop"))).isFalse();
  }

  private Object read(String attribute) {
    try {
      return platform.getAttribute(PortManagerMBeans.objectName("shop"), attribute);
    } catch (javax.management.JMException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void operations() {
    try (PortManager ports = PortManagers.builder().name("shop").build()) {
      EmbeddingExamples.operations(
          ports, beans -> assertThat(beans.operationsName()).hasValueSatisfying(this::registered));
    }
  }

  private void registered(javax.management.ObjectName name) {
    assertThat(platform.isRegistered(name)).isTrue();
  }

  @Test
  void meters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (PortManager ports = PortManagers.builder().name("shop").build()) {
      ports.getUniquePort("web");
      EmbeddingExamples.meters(ports, registry);
      assertThat(registry.get("portmanager.pool.allocated").gauge().value()).isEqualTo(1);
    }
    try (PortManager ports = PortManagers.builder().name("shop").build()) {
      EmbeddingExamples.metersWithBuckets(ports, registry);
      assertThat(registry.get("portmanager.allocation").timers())
          .allSatisfy(timer -> assertThat(timer.takeSnapshot().histogramCounts()).hasSize(3));
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void server() throws IOException {
    try (PortManager ports = PortManagers.builder().build()) {
      assertThat(EmbeddingExamples.server(ports)).isBetween(8050, 8099);
      assertThat(ports.leases()).isEmpty();
    }
  }

  @Test
  void documents_quoteWhatRuns() throws IOException {
    int quoted = 0;
    for (String document : List.of("docs/embedding.md", "README.md")) {
      Matcher example = EXAMPLE.matcher(Files.readString(ROOT.resolve(document)));
      while (example.find()) {
        String source = plain(Files.readString(ROOT.resolve(example.group(1))));
        assertThat(source).as(document).contains(plain(example.group(2)));
        quoted++;
      }
    }
    assertThat(quoted).isGreaterThanOrEqualTo(6);
  }

  /** Leaves out what indentation does to a text. */
  private static String plain(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
