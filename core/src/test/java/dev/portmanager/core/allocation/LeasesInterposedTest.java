package dev.portmanager.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortEvent;
import dev.portmanager.PortLease;
import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import dev.portmanager.core.SimulatedBackEnd;
import dev.portmanager.core.event.EventBus;
import dev.portmanager.core.lookup.PortLookup;
import dev.portmanager.core.registry.LeaseRegistries;
import dev.portmanager.core.registry.LeaseRegistry;
import dev.portmanager.spi.ProcessKiller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads meet where a race would be lost, each time: the register makes them wait. */
class LeasesInterposedTest {

  private static final int SECONDS = 30;

  @TempDir Path folder;
  private final ProcessKiller backEnd = new SimulatedBackEnd();
  private final EventBus events = new EventBus("test");
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() {
    threads.shutdownNow();
    events.close();
  }

  private LeaseRegistry register() {
    return LeaseRegistries.open(Optional.of(folder.resolve("r")), backEnd.host(), expired -> {});
  }

  private Leases leasesOf(LeaseRegistry registry) {
    PortRange range = FreeWindow.of(4);
    Pool pool = new Pool(range, Set.of(), Duration.ZERO);
    return new Leases(pool, registry, new PortLookup(backEnd, registry, events), events);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).as("in time").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops in the middle of what it does until it is told to go on. */
  private static final class Stop {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch on = new CountDownLatch(1);

    void pass() {
      reached.countDown();
      await(on);
    }
  }

  private static Throwable failureOf(Future<?> future)
      throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("was answered: " + future.get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  void managerThatIsClosedWhileItLeases_saysSo_andClosesItsRegisterLast() throws Exception {
    Stop stop = new Stop();
    InterposedRegistry registry =
        new InterposedRegistry(register()) {
          @Override
          void claimed() {
            stop.pass();
          }
        };
    Leases leases = leasesOf(registry);
    Future<PortLease> asked = threads.submit(() -> leases.lease(LeaseRequest.of("web")));
    await(stop.reached);

    leases.close();
    leases.closeRegistry();
    assertThat(registry.timesClosed()).as("closed under the claim").isZero();
    stop.on.countDown();

    assertThat(failureOf(asked))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this port manager was closed while it leased a port");
    assertThat(registry.timesClosed()).isOne();
    assertNothingIsLeased();
  }

  @Test
  void leaseThatIsReleasedWhileItsManagerIsClosed_isReleasedInAnOpenRegister() throws Exception {
    Stop stop = new Stop();
    InterposedRegistry registry =
        new InterposedRegistry(register()) {
          @Override
          void releasing() {
            stop.pass();
          }
        };
    Leases leases = leasesOf(registry);
    leases.lease(LeaseRequest.of("web"));
    Future<Boolean> released = threads.submit(() -> leases.release("web"));
    await(stop.reached);

    leases.close();
    leases.closeRegistry();
    assertThat(registry.timesClosed()).as("closed under the release").isZero();
    stop.on.countDown();

    assertThat(released.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(registry.timesClosed()).isOne();
    assertNothingIsLeased();
  }

  private void assertNothingIsLeased() {
    try (LeaseRegistry after = register()) {
      assertThat(after.leases()).isEmpty();
    }
  }

  /** Both are committed and published before one of them is the application's. */
  @Test
  void laterOfTwoLeasesOfOneApplication_endsForObserversToo() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    InterposedRegistry registry =
        new InterposedRegistry(register()) {
          @Override
          void committed() {
            await(both);
          }
        };
    Leases leases = leasesOf(registry);
    BlockingQueue<PortEvent> seen = new LinkedBlockingQueue<>();
    events.subscribe(seen::add);
    Callable<PortLease> asks = () -> leases.lease(LeaseRequest.of("web"));
    Future<PortLease> one = threads.submit(asks);
    Future<PortLease> other = threads.submit(asks);
    PortLease kept = one.get(SECONDS, TimeUnit.SECONDS);

    assertThat(other.get(SECONDS, TimeUnit.SECONDS)).isSameAs(kept);
    int first = portOf(PortEvent.Leased.class, seen);
    int second = portOf(PortEvent.Leased.class, seen);
    assertThat(List.of(first, second)).contains(kept.port()).doesNotHaveDuplicates();
    assertThat(portOf(PortEvent.Released.class, seen)).isEqualTo(first + second - kept.port());
    assertThat(registry.leases()).singleElement().extracting(l -> l.port()).isEqualTo(kept.port());
    leases.close();
    leases.closeRegistry();
  }

  private static int portOf(Class<? extends PortEvent> kind, BlockingQueue<PortEvent> seen)
      throws InterruptedException {
    PortEvent event = seen.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(event).isInstanceOf(kind);
    return event instanceof PortEvent.Leased leased
        ? leased.lease().port()
        : ((PortEvent.Released) event).lease().port();
  }
}
