package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.spi.PortManagerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentAllocationTest {

  private static final int THREADS = 8;
  private static final int HOLDS = 2_000;

  @TempDir Path folder;
  private final PortRange range = FreeWindow.of(THREADS);

  private PortManager open() {
    return new DefaultPortManager(
        new PortManagerSettings(
            range,
            Optional.of(folder.resolve("r")),
            Set.of(),
            Duration.ZERO,
            "test",
            Optional.of(new SimulatedBackEnd())));
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadsThatAskForOneApplicationGetOnePort() throws Exception {
    try (PortManager manager = open()) {
      List<Callable<Integer>> same = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        same.add(() -> manager.getUniquePort("web"));
      }
      for (int round = 0; round < 50; round++) {
        assertThat(Set.copyOf(inParallel(same))).hasSize(1);
        assertThat(manager.leases()).hasSize(1);
        manager.releasePort("web");
      }
      assertThat(manager.leases()).isEmpty();
    }
  }

  @Test
  void threadsOfManyManagersNeverHoldOnePortAtOnce() throws Exception {
    Map<Integer, String> held = new ConcurrentHashMap<>();
    List<Callable<Integer>> workers = new ArrayList<>();
    for (int worker = 0; worker < THREADS; worker++) {
      String app = "app" + worker;
      workers.add(() -> leaseAndRelease(app, held));
    }

    assertThat(inParallel(workers)).containsOnly(300);
    try (PortManager manager = open()) {
      assertThat(manager.leases()).extracting(LeaseInfo::app).isEmpty();
    }
  }

  private int leaseAndRelease(String app, Map<Integer, String> held) {
    int rounds = 0;
    try (PortManager manager = open()) {
      while (rounds < 300) {
        try (PortLease lease = manager.lease(app)) {
          assertThat(held.putIfAbsent(lease.port(), app)).isNull();
          rounds++;
          held.remove(lease.port());
        }
      }
    }
    return rounds;
  }

  /** Who only looks at a port binds it for a moment; a hold that fails then says nothing. */
  @Test
  void holdsAreHadWhileSomebodyLooksAtTheirPorts() throws Exception {
    try (PortManager manager = open();
        PortManager looking = open()) {
      AtomicInteger port = new AtomicInteger(range.min());
      Callable<Integer> looks =
          () -> {
            int looked = 0;
            for (int now = port.get(); now != 0; now = port.get()) {
              looking.isPortInUse(now);
              looked++;
            }
            return looked;
          };
      Callable<Integer> holds =
          () -> {
            try {
              return holdOften(manager, port);
            } finally {
              port.set(0);
            }
          };
      assertThat(inParallel(List.of(holds, looks, looks, looks)).get(0)).isEqualTo(HOLDS);
      assertThat(manager.leases()).isEmpty();
    }
  }

  private static int holdOften(PortManager manager, AtomicInteger last) {
    LeaseRequest request = LeaseRequest.builder("web").hold(true).build();
    for (int round = 0; round < HOLDS; round++) {
      try (PortLease lease = manager.lease(request)) {
        last.set(lease.port());
      }
    }
    return HOLDS;
  }
}
