package dev.portmanager.jmx;

import static dev.portmanager.jmx.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.testkit.ChildListener;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The attributes over a real connector. */
@Timeout(60)
class AttributesTest {

  private static final int MIN = 28_740;
  private static final int MAX = 28_744;

  @TempDir Path registry;

  private PortManager manager;
  private MBeanRegistration beans;
  private RemoteConsole console;
  private PortManagerMXBean view;

  @BeforeEach
  void connect() throws Exception {
    manager = builder().name("attributes-test").build();
    beans = PortManagerMBeans.register(manager);
    console = new RemoteConsole();
    view = console.view(beans.objectName());
  }

  @AfterEach
  void disconnect() throws Exception {
    console.close();
    manager.close();
  }

  private PortManagers.Builder builder() {
    return PortManagers.builder().range(MIN, MAX).registry(registry.resolve("leases"));
  }

  @Test
  void identity_isToldAndNothingCanBeDone() {
    assertThat(view.getName()).isEqualTo("attributes-test");
    assertThat(view.getPortRanges()).isEqualTo(MIN + "-" + MAX);
    assertThat(view.getVersion()).isNotBlank();
    assertThat(view.getStartTime()).isInThePast();
    assertThat(view.isOperationsEnabled()).isFalse();
    assertThat(view.getEnabledOperations()).isEmpty();
    assertThat(view.getFindings()).noneMatch(line -> line.startsWith("OK"));
    String ownerSearch = view.getOwnerSearch();
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(ownerSearch).containsPattern("kernel|/proc");
    } else {
      assertThat(ownerSearch).isEmpty();
    }
  }

  @Test
  void leasesOfOtherProcesses_areShown() {
    try (ChildListener child = ChildListener.builder().start();
        PortManager another = builder().build()) {
      int port = another.lease(LeaseRequest.builder("other").holderPid(child.pid()).build()).port();
      int timed =
          another
              .lease(LeaseRequest.builder("timed").duration(Duration.ofMinutes(1)).build())
              .port();
      int mine = manager.getUniquePort("mine");
      eventually(() -> assertThat(view.getAllocatedCount()).isEqualTo(3));
      assertThat(view.getPoolSize()).isEqualTo(5);
      assertThat(view.getAvailableCount()).isEqualTo(2);
      assertThat(view.getUtilization()).isEqualTo(0.6);
      assertThat(view.getPortsByApplication())
          .isEqualTo(
              Map.of("other", List.of(port), "timed", List.of(timed), "mine", List.of(mine)));
      assertThat(view.getLeases())
          .filteredOn(lease -> lease.port() == port)
          .singleElement()
          .satisfies(
              lease -> {
                assertThat(lease.application()).isEqualTo("other");
                assertThat(lease.pid()).isEqualTo(child.pid());
                assertThat(lease.protocol()).isEqualTo("tcp");
                assertThat(lease.expiresAt()).isNull();
                assertThat(lease.ageSeconds()).isBetween(0L, 60L);
              });
      assertThat(view.getLeases())
          .filteredOn(lease -> lease.port() == timed)
          .allMatch(lease -> lease.pid() == null && lease.expiresAt() != null);
      assertThat(view.getLeaseSummary())
          .hasSize(3)
          .anyMatch(line -> line.startsWith(port + "  other  tcp  pid " + child.pid() + "  "));
    }
  }

  @Test
  void totals_countWhatTheManagerDid() throws Exception {
    int port = manager.getUniquePort("web");
    manager.getUniquePort("web");
    manager.releasePort("web");
    int conflicts = 0;
    try (ServerSocketChannel stranger = ServerSocketChannel.open()) {
      stranger.bind(new InetSocketAddress(port));
      manager.getUniquePort("web");
      conflicts++;
      for (String app : List.of("b", "c", "d")) {
        manager.getUniquePort(app);
      }
      assertThatThrownBy(() -> manager.getUniquePort("e")).isInstanceOf(NoFreePortException.class);
    }
    int least = conflicts;
    eventually(() -> assertThat(view.getExhaustedTotal()).isEqualTo(1));
    assertThat(view.getAllocationTotal()).isEqualTo(6);
    assertThat(view.getReleaseTotal()).isEqualTo(1);
    assertThat(view.getConflictTotal()).isGreaterThanOrEqualTo(least);
    assertThat(view.getMeanAllocationMillis()).isPositive();
    assertThat(view.getMaxAllocationMillis())
        .isGreaterThanOrEqualTo(view.getMeanAllocationMillis());
    assertThat(view.getDroppedEventTotal()).isZero();
    assertThat(view.getOldestLeaseAgeSeconds()).isNotNegative();
  }

  @Test
  void cooling_isShownUntilItIsOver() {
    beans.close();
    manager.close();
    manager = builder().cooldown(Duration.ofHours(1)).build();
    beans = PortManagerMBeans.register(manager);
    manager.getUniquePort("web");
    manager.releasePort("web");
    assertThat(console(beans).getCoolingCount()).isEqualTo(1);
    assertThat(console(beans).getAvailableCount()).isEqualTo(4);
  }

  private PortManagerMXBean console(MBeanRegistration of) {
    try {
      return console.view(of.objectName());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void values_areOpenTypes() throws Exception {
    manager.getUniquePort("web");
    assertThat(console.connection().getAttribute(beans.objectName(), "Leases"))
        .isInstanceOf(CompositeData[].class);
    assertThat(console.connection().getAttribute(beans.objectName(), "PortsByApplication"))
        .isInstanceOf(TabularData.class);
  }
}
