package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.TerminalFacts;
import dev.portmanager.jmx.PortManagerMBeans;
import dev.portmanager.jmx.PortManagerOperationsMXBean;
import dev.portmanager.spi.ProcessKiller;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMX;

/** The command {@code serve} in a thread of this JVM, over a real manager that tests may use. */
final class Serving implements AutoCloseable {

  private static final String NAME = "shop";
  private static final int DEADLINE_SECONDS = 60;
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/metrics");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<PortManager> manager = new CompletableFuture<>();
  private final CountDownLatch served = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  /** Starts it, and returns once it serves. */
  static Serving start(Path registry, String range, ProcessKiller killer) throws Exception {
    Serving serving = new Serving();
    World world = serving.world(killer);
    Thread thread =
        new Thread(
            () -> {
              serving.code.complete(
                  Cli.run(
                      world,
                      "serve",
                      "--registry=" + registry,
                      "--range=" + range,
                      "--name=" + NAME,
                      "--allow=find,release,kill"));
              serving.served.countDown();
            },
            "serve");
    thread.setDaemon(true);
    thread.start();
    if (!serving.served.await(DEADLINE_SECONDS, TimeUnit.SECONDS) || serving.code.isDone()) {
      throw new AssertionError("serve does not serve: " + serving.err);
    }
    return serving;
  }

  private World world(ProcessKiller killer) {
    TerminalFacts facts = new TerminalFacts(false, false, false, 80, StandardCharsets.UTF_8);
    return new World(
        new Terminal(InputStream.nullInputStream(), out, err, facts),
        Map.of(),
        Clock.systemUTC(),
        (registry, range, name) -> {
          PortManagers.Builder builder = PortManagers.builder().range(range).name(name);
          registry.ifPresent(builder::registry);
          builder.cooldown(Duration.ofSeconds(5)).processKiller(killer);
          manager.complete(builder.build());
          return manager.join();
        },
        Optional::empty,
        period -> {
          served.countDown();
          end.await();
          return false;
        });
  }

  PortManager manager() {
    return manager.join();
  }

  /** Where the metrics are. */
  URI metrics() {
    Matcher url = URL.matcher(out.toString(StandardCharsets.UTF_8));
    if (!url.find()) {
      throw new AssertionError("no address in " + out);
    }
    return URI.create(url.group());
  }

  /** The operations, as a console in this JVM calls them. */
  PortManagerOperationsMXBean operations() {
    return JMX.newMXBeanProxy(
        ManagementFactory.getPlatformMBeanServer(),
        PortManagerMBeans.operationsName(NAME),
        PortManagerOperationsMXBean.class);
  }

  /** Ends it. */
  @Override
  public void close() {
    end.countDown();
    assertThat(code)
        .as(() -> "serve, which said: " + err)
        .succeedsWithin(Duration.ofSeconds(DEADLINE_SECONDS))
        .isEqualTo(0);
  }
}
