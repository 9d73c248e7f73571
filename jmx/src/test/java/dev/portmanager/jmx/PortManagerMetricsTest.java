package dev.portmanager.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.KillOptions;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.jmx.source.OperationCounts;
import dev.portmanager.testkit.ChildListener;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real leases, look-ups and kills, and what the meters show of them. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PortManagerMetricsTest {

  private static final int MIN = 27_300;
  private static final int MAX = 27_309;

  @TempDir Path registers;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private PortManager manager;

  @BeforeEach
  void bind() {
    manager = builder().build();
    new PortManagerMetrics(manager).bindTo(registry);
  }

  @AfterEach
  void close() {
    manager.close();
    registry.close();
  }

  private PortManagers.Builder builder() {
    return PortManagers.builder().range(MIN, MAX).registry(registers.resolve("leases")).name("m");
  }

  @Test
  void poolOfTheWholeMachine() {
    try (PortManager other = builder().name("other").cooldown(Duration.ofHours(1)).build()) {
      assertThat(gauge("pool.size")).isEqualTo(10);
      assertThat(gauge("pool.allocated")).isZero();
      assertThat(gauge("lease.age.max")).isZero();
      manager.getUniquePort("web");
      other.getUniquePort("db");
      await(() -> gauge("pool.allocated") == 2);
      assertThat(gauge("pool.available")).isEqualTo(8);
      assertThat(gauge("pool.cooling")).isZero();
      await(() -> gauge("lease.age.max") > 0);
    }
  }

  @Test
  void coolingPorts() {
    try (PortManager cooling = builder().name("cool").cooldown(Duration.ofHours(1)).build();
        PortManagerMetrics metrics = new PortManagerMetrics(cooling)) {
      metrics.bindTo(registry);
      cooling.getUniquePort("web");
      cooling.releasePort("web");
      await(
          () ->
              registry.get("portmanager.pool.cooling").tag("manager", "cool").gauge().value() == 1);
    }
  }

  @Test
  void allocations() throws IOException {
    int port = manager.getUniquePort("web");
    manager.getUniquePort("web");
    await(() -> timer("allocation", "outcome", "success").count() == 2);
    assertThat(timer("allocation", "outcome", "success").totalTime(timerUnit())).isPositive();
    assertThat(registry.get("portmanager.allocation.probes").summary().count()).isEqualTo(1);

    try (PortManager other = builder().build()) {
      LeaseRequest taken = LeaseRequest.builder("db").preferredPort(port).strict(true).build();
      new PortManagerMetrics(other, io.micrometer.core.instrument.Tags.of("at", "other"))
          .bindTo(registry);
      assertThatThrownBy(() -> other.lease(taken)).isInstanceOf(PortUnavailableException.class);
      await(
          () ->
              registry
                      .get("portmanager.allocation")
                      .tags("outcome", "error", "at", "other")
                      .timer()
                      .count()
                  == 1);
    }
    assertThat(timer("allocation", "outcome", "error").count()).as("this manager's").isZero();

    for (int app = 1; app < MAX - MIN + 1; app++) {
      manager.getUniquePort("app" + app);
    }
    assertThatThrownBy(() -> manager.getUniquePort("one too many"))
        .isInstanceOf(NoFreePortException.class);
    await(() -> timer("allocation", "outcome", "exhausted").count() == 1);
  }

  @Test
  void conflicts() throws IOException {
    try (ServerSocketChannel stranger = ServerSocketChannel.open()) {
      stranger.bind(new InetSocketAddress(MIN));
      manager.lease(LeaseRequest.builder("web").preferredPort(MIN).build());
      await(() -> registry.get("portmanager.allocation.conflicts").counter().count() >= 1);
    }
  }

  @Test
  void endsOfLeases() throws IOException {
    manager.getUniquePort("given back");
    manager.releasePort("given back");
    manager.lease("closed").close();
    int lost = manager.getUniquePort("lost");
    try (ChildListener stranger = ChildListener.builder().wildcard().port(lost).start()) {
      LeaseRequest again = LeaseRequest.builder("lost").hold(true).build();
      assertThat(manager.lease(again).port()).isNotEqualTo(stranger.port());
    }
    try (ChildListener holder = ChildListener.builder().start()) {
      manager.lease(LeaseRequest.builder("expired").holderPid(holder.pid()).build());
      holder.kill();
      holder.awaitExit(Duration.ofSeconds(30));
      manager.pool();
    }
    await(
        () ->
            timer("lease", "reason", "released").count() == 1
                && timer("lease", "reason", "closed").count() == 1
                && timer("lease", "reason", "lost").count() == 1
                && timer("lease", "reason", "expired").count() == 1);
    assertThat(timer("lease", "reason", "killed").count()).isZero();
  }

  @Test
  void killsAndLookUps() {
    try (ChildListener holder = ChildListener.builder().start()) {
      manager.lease(LeaseRequest.builder("web").holderPid(holder.pid()).build());
      manager.listenersOn(holder.port());
      manager.killProcessOnPort(holder.port());
      manager.pool();
      manager.listenersOn(holder.port());
      manager.killProcessOnPort(holder.port());
    }
    await(
        () ->
            timer("process.kill", "outcome", "terminated").count() == 1
                && timer("process.kill", "outcome", "not_found").count() == 1
                && timer("lease", "reason", "killed").count() == 1);
    assertThat(lookUps("found")).isEqualTo(1);
    assertThat(lookUps("not_found")).isEqualTo(1);
    assertThat(registry.get("portmanager.process.kill.active").longTaskTimer().activeTasks())
        .isZero();
  }

  @Test
  void stubbornProcess_isForced_andSeenWhileThatLasts() throws Exception {
    try (ChildListener stubborn = ChildListener.builder().stubborn().start()) {
      KillOptions patient = KillOptions.builder().gracePeriod(Duration.ofSeconds(20)).build();
      Thread killer =
          new Thread(() -> manager.killProcessOnPort(stubborn.port(), patient), "killer");
      killer.setDaemon(true);
      killer.start();
      await(
          () -> registry.get("portmanager.process.kill.active").longTaskTimer().activeTasks() == 1);
      stubborn.awaitTerminationRequest();
      killer.interrupt();
      killer.join(30_000);
      await(() -> timer("process.kill", "outcome", "error").count() == 1);
      assertThat(registry.get("portmanager.process.kill.active").longTaskTimer().activeTasks())
          .isZero();

      KillOptions quick = KillOptions.builder().gracePeriod(Duration.ofMillis(50)).build();
      manager.killProcessOnPort(stubborn.port(), quick);
      await(() -> timer("process.kill", "outcome", "forced").count() == 1);
    }
  }

  @Test
  void processThatMustNotBeEnded() throws IOException {
    try (ServerSocket ours = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      manager.killProcessOnPort(ours.getLocalPort());
    }
    await(() -> timer("process.kill", "outcome", "refused").count() == 1);
  }

  @Test
  void operations() {
    OperationCounts.of(manager)
        .count(OperationCounts.Method.FIND_LEASE, OperationCounts.Outcome.DENIED);
    assertThat(
            registry
                .get("portmanager.jmx.operations")
                .tags("operation", "findLease", "outcome", "denied")
                .functionCounter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void manager_thatCloses_takesItsMetersAlong() {
    PortLease lease = manager.lease("web");
    assertThat(registry.getMeters()).isNotEmpty();
    manager.close();
    assertThat(registry.getMeters()).isEmpty();
    assertThat(lease.port()).isBetween(MIN, MAX);
    PortManagerMetrics late = new PortManagerMetrics(manager);
    assertThatThrownBy(() -> late.bindTo(registry)).isInstanceOf(IllegalStateException.class);
    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String name) {
    return registry.get("portmanager." + name).gauge().value();
  }

  private Timer timer(String name, String key, String value) {
    return registry.get("portmanager." + name).tags("manager", "m", key, value).timer();
  }

  /** Counts those by /proc and, once that pays in this JVM, by the kernel. */
  private long lookUps(String outcome) {
    return lookUps("exhaustive", outcome) + lookUps("kernel_exhaustive", outcome);
  }

  private long lookUps(String strategy, String outcome) {
    return registry
        .get("portmanager.process.lookup")
        .tags("strategy", strategy, "outcome", outcome)
        .timer()
        .count();
  }

  private static java.util.concurrent.TimeUnit timerUnit() {
    return java.util.concurrent.TimeUnit.NANOSECONDS;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 seconds");
      }
      Thread.onSpinWait();
    }
  }
}
