package dev.portmanager.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portmanager.KillOptions;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortEvent;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.PortStatus;
import dev.portmanager.Subscription;
import dev.portmanager.cli.Main;
import dev.portmanager.jmx.MBeanRegistration;
import dev.portmanager.jmx.Operation;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerMetrics;
import dev.portmanager.reliability.NativeProgram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes that call themselves what could harm a terminal, a log or a parser. */
@EnabledOnOs(OS.LINUX)
class HostileProcessesTest {

  private static final List<String> KINDS =
      List.of("escape", "newline", "c1", "invalid", "bidi", "json", "brackets", "huge", "empty");

  private static final int DEADLINE_SECONDS = 60;

  @TempDir static Path folder;
  private static final List<HostileProcess> PROCESSES = new ArrayList<>();

  /**
   * What one run of the command came to.
   *
   * @param code its exit code
   * @param latin its output, a character a byte
   * @param err what it said besides
   */
  private record Said(int code, String latin, String err) {
    byte[] out() {
      return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
      return new String(out(), StandardCharsets.UTF_8);
    }
  }

  @BeforeAll
  static void startAll() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("\u001b[2J\n\u007fx"));
    Path program = NativeProgram.compile(programs, "hostile");
    for (String kind : KINDS) {
      PROCESSES.add(HostileProcess.start(program, kind));
    }
  }

  @AfterAll
  static void endAll() {
    PROCESSES.forEach(HostileProcess::close);
  }

  private static String[] ports() {
    return PROCESSES.stream().map(p -> Integer.toString(p.port())).toArray(String[]::new);
  }

  private static Said run(String command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    for (String word : command.split(" ", -1)) {
      words.addAll(word.equals("PORTS") ? Arrays.asList(ports()) : List.of(word));
    }
    words.add("--registry=" + folder.resolve("registry"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
      return new Said(
          process.exitValue(),
          Files.readString(out, StandardCharsets.ISO_8859_1),
          Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "who PORTS --verbose",
        "list --range=1024-65535",
        "kill PORTS --dry-run",
        "check PORTS",
        "doctor --verbose"
      })
  void text_isHarmlessLines_noneOfThemForged(String command) throws Exception {
    Said said = run(command);
    Harmless.requireLines(said.text() + said.err());
    assertThat(said.err()).doesNotContain("something unforeseen");
    assertThat(said.text().lines()).noneMatch(line -> line.startsWith("portmanager:"));
    if (!command.startsWith("doctor")) {
      assertThat(said.text().length() + said.err().length()).isLessThan(100_000);
      assertThat(said.text().lines().filter(line -> line.startsWith("8081\tFREE"))).isEmpty();
      for (HostileProcess process : PROCESSES) {
        assertThat(said.text() + said.err()).as(process.kind()).contains("" + process.port());
      }
    }
    if (command.startsWith("who")) {
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.text().lines()).hasSize(KINDS.size());
      for (HostileProcess process : PROCESSES) {
        assertThat(said.text()).as(process.kind()).contains("\t" + process.pid() + "\t");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "who PORTS --json",
        "list --range=1024-65535 --json",
        "kill PORTS --dry-run --json",
        "check PORTS --json",
        "doctor --json"
      })
  void json_isOneStrictLine(String command) throws Exception {
    Said said = run(command);
    Harmless.requireLines(said.err());
    Harmless.requireJson(said.out());
    assertThat(said.text().lines()).hasSize(1);
    if (command.startsWith("who")) {
      for (HostileProcess process : PROCESSES) {
        assertThat(said.text()).as(process.kind()).contains("\"pid\":" + process.pid());
      }
    }
  }

  private static PortManager manager() {
    return PortManagers.builder()
        .range(new PortRange(1_024, 65_535))
        .name("hostile")
        .registry(folder.resolve("registry"))
        .build();
  }

  @Test
  void reasons_eventsAndExceptions_areHarmless() {
    try (PortManager manager = manager()) {
      BlockingQueue<PortEvent> events = new LinkedBlockingQueue<>();
      try (Subscription subscription = manager.subscribe(events::add)) {
        for (HostileProcess process : PROCESSES) {
          PortStatus status = manager.status(process.port());
          Harmless.requireLines(status.reason());
          LeaseRequest taken =
              LeaseRequest.builder("web").preferredPort(process.port()).strict(true).build();
          Throwable failure = catchThrowable(() -> manager.lease(taken));
          assertThat(failure).as(process.kind()).isInstanceOf(PortManagerException.class);
          Harmless.requireLines(String.valueOf(failure));
          KillOptions dry = KillOptions.builder().dryRun(true).build();
          Harmless.requireLines(manager.killProcessOnPort(process.port(), dry).reason());
        }
        assertThat(subscription.dropped()).isZero();
      }
      events.forEach(event -> assertThat(event.time()).isNotNull());
    }
  }

  @Test
  void beans_andMeters_areHarmless() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try (PortManager manager = manager();
        MBeanRegistration beans =
            PortManagerMBeans.builder(manager)
                .allow(Operation.values())
                .allowUnmanagedPorts(true)
                .register();
        PortManagerMetrics meters = PortManagerMetrics.builder(manager).build()) {
      PrometheusMeterRegistry page = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      meters.bindTo(page);
      BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
      server.addNotificationListener(
          beans.objectName(), (event, unused) -> told.add(event), null, null);
      ObjectName operations = beans.operationsName().orElseThrow();
      for (HostileProcess process : PROCESSES) {
        requireHarmless(found(server, operations, process));
      }
      for (MBeanAttributeInfo info : server.getMBeanInfo(beans.objectName()).getAttributes()) {
        requireHarmless(server.getAttribute(beans.objectName(), info.getName()));
      }
      told.forEach(event -> requireHarmless(event.getMessage()));
      String scraped = page.scrape();
      assertThat(scraped).contains("portmanager_pool_size_ports");
      Harmless.requireLines(scraped);
      page.close();
    }
  }

  private static Object found(MBeanServer server, ObjectName operations, HostileProcess process)
      throws Exception {
    CompositeData found =
        (CompositeData)
            server.invoke(
                operations,
                "findProcessOnPort",
                new Object[] {process.port()},
                new String[] {int.class.getName()});
    assertThat(found.get("pid")).as(process.kind()).isEqualTo(process.pid());
    return found;
  }

  private static void requireHarmless(Object value) {
    if (value instanceof CompositeData composite) {
      composite.values().forEach(HostileProcessesTest::requireHarmless);
    } else if (value instanceof Object[] several) {
      Stream.of(several).forEach(HostileProcessesTest::requireHarmless);
    } else if (value instanceof String text) {
      Harmless.requireLines(text);
      assertThat(text).doesNotContain("\n", "\t");
    }
  }
}
