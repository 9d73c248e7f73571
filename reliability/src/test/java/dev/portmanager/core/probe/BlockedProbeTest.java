package dev.portmanager.core.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockStatic;

import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.reliability.concurrency.Locks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.MockedStatic;

class BlockedProbeTest {

  @TempDir Path registry;

  /** A socket whose bind does not return until it is let go. */
  private static final class Stuck extends TrialSocket {

    private final CountDownLatch inside;
    private final CountDownLatch go;

    Stuck(CountDownLatch inside, CountDownLatch go) {
      this.inside = inside;
      this.go = go;
    }

    @Override
    void listen(InetSocketAddress address, int backlog) {
      inside.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      // there is nothing behind it
    }
  }

  @Test
  void probeThatBlocksHoldsNoLockAndKeepsNobodyWaiting() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Integer> stuckPort = new CompletableFuture<>();
    try (PortManager manager =
        PortManagers.builder().range(21_100, 21_109).registry(registry).build()) {
      Thread stuck =
          new Thread(
              () -> {
                try (MockedStatic<TrialSocket> sockets = mockStatic(TrialSocket.class)) {
                  sockets.when(TrialSocket::open).thenAnswer(call -> new Stuck(inside, go));
                  stuckPort.complete(manager.getUniquePort("stuck"));
                } catch (RuntimeException e) {
                  stuckPort.completeExceptionally(e);
                }
              });
      stuck.start();
      try {
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(Locks.heldBy(stuck)).isEmpty();
        // Each of these would wait for ever if it needed what the other thread has.
        int port = manager.getUniquePort("other");
        PortLease held = manager.lease(LeaseRequest.builder("held").hold(true).build());
        assertThat(manager.getUniquePort("other")).isEqualTo(port);
        assertThat(manager.status(port)).isNotNull();
        assertThat(manager.leases()).hasSize(2);
        assertThat(manager.pool()).isNotNull();
        held.close();
        assertThat(manager.releasePort("other")).isTrue();
        assertThat(stuckPort).isNotDone();
      } finally {
        go.countDown();
        stuck.join(30_000);
      }
      assertThat(stuckPort.get(30, TimeUnit.SECONDS)).isBetween(21_100, 21_109);
    }
  }
}
