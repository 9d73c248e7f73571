package dev.portmanager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server is opened while others ask, by binding it, whether its port is in use. */
class OpeningUnderProbesTest {

  private static final int TIMES = 20_000;

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void serverIsOpened_thoughItsPortIsProbedAtThatMoment(@TempDir Path folder) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong probes = new AtomicLong();
    try (PortManager manager =
            PortManagers.builder().range(FreeWindow.of(1)).registry(folder.resolve("r")).build();
        PortLease lease = manager.lease("web")) {
      Thread prober =
          new Thread(
              () -> {
                while (!over.get()) {
                  manager.isPortInUse(lease.port());
                  probes.incrementAndGet();
                  Thread.onSpinWait();
                }
              });
      prober.start();
      try {
        for (int i = 0; i < TIMES; i++) {
          try (ServerSocketChannel server = lease.open()) {
            assertThat(server.isOpen()).isTrue();
          }
        }
      } finally {
        over.set(true);
        prober.join();
      }
    }
    assertThat(probes.get()).isPositive();
  }
}
