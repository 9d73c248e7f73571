package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortEvent;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a manager shows of its range, and when it tells that it closed. */
@Timeout(60)
class PoolSnapshotTest {

  private static final int MIN = 28_700;
  private static final int MAX = 28_709;

  @TempDir Path registry;

  private PortManagers.Builder builder() {
    return PortManagers.builder().range(MIN, MAX).registry(registry.resolve("leases"));
  }

  @Test
  void pool_countsLeasesOfAllManagersAndWhatCools() {
    try (PortManager manager = builder().cooldown(Duration.ofHours(1)).exclude(MIN, 1).build();
        PortManager other = builder().build();
        PortManager elsewhere = builder().range(MAX + 1, MAX + 10).build()) {
      assertThat(manager.pool().size()).isEqualTo(9);
      assertThat(manager.pool().available()).isEqualTo(9);

      manager.lease("a");
      PortLease b = other.lease("b");
      elsewhere.lease("c");
      assertThat(manager.pool().leases()).extracting("app").contains("a");
      assertThat(other.pool().allocated()).isEqualTo(2);
      assertThat(elsewhere.pool().allocated()).isEqualTo(1);

      manager.lease("d");
      manager.releasePort("d");
      boolean seen = b.port() != MIN;
      assertThat(manager.pool().allocated()).isEqualTo(seen ? 2 : 1);
      assertThat(manager.pool().cooling()).isEqualTo(1);
      assertThat(manager.pool().available()).isEqualTo(seen ? 6 : 7);
      assertThat(manager.pool().utilization()).isEqualTo((seen ? 2 : 1) / 9.0);

      manager.lease("d");
      assertThat(manager.pool().cooling()).as("it got its own port back").isZero();
    }
  }

  @Test
  void close_runsEachActionOnceAndNoneThatWasTakenBack() {
    List<String> done = new ArrayList<>();
    PortManager manager = builder().name("shown").build();
    assertThat(manager.getName()).isEqualTo("shown");
    manager.onClose(() -> done.add("first"));
    manager.onClose(
        () -> {
          throw new IllegalStateException("must not matter");
        });
    Subscription tie = manager.onClose(() -> done.add("taken back"));
    manager.onClose(() -> done.add("last"));
    tie.close();

    manager.close();
    manager.close();
    manager.onClose(() -> done.add("late"));

    assertThat(done).containsExactly("first", "last", "late");
    assertThat(tie.dropped()).isZero();
  }

  @Test
  void strictRequestThatFails_isTold() throws InterruptedException {
    LinkedBlockingQueue<PortEvent> events = new LinkedBlockingQueue<>();
    try (PortManager manager = builder().build();
        PortManager other = builder().build()) {
      int port = other.getUniquePort("has it");
      try (Subscription subscription = manager.subscribe(events::add)) {
        LeaseRequest request =
            LeaseRequest.builder("wants it").preferredPort(port).strict(true).build();
        assertThatThrownBy(() -> manager.lease(request))
            .isInstanceOf(PortUnavailableException.class);
        PortEvent.AllocationFailed told =
            (PortEvent.AllocationFailed) events.poll(20, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.app()).isEqualTo("wants it");
        assertThat(told.reason()).contains("has it");
        assertThat(subscription.dropped()).isZero();
      }
    }
  }
}
