package dev.portmanager.reliability.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.spi.Host;
import dev.portmanager.spi.ProcessKiller;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a dump of the calling thread at every call that leaves core for the system. */
class NativeCallLocksTest {

  @TempDir Path registry;
  private final Map<String, Set<String>> locksByCall = new ConcurrentHashMap<>();

  private <T> T watched(Class<T> type, Object real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              locksByCall
                  .computeIfAbsent(method.getName(), name -> new TreeSet<>())
                  .addAll(Locks.heldBy(Thread.currentThread()));
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
              return result instanceof Host host ? watched(Host.class, host) : result;
            }));
  }

  @Test
  void noLockOfOursIsHeldInAnyCallOfTheBackEnd() throws Exception {
    ProcessKiller backEnd = watched(ProcessKiller.class, BackEnds.find());
    try (PortManager manager =
        PortManagers.builder()
            .range(21_110, 21_119)
            .registry(registry)
            .processKiller(backEnd)
            .build()) {
      PortLease lease = manager.lease(LeaseRequest.builder("web").hold(true).build());
      try (ServerSocketChannel server = lease.open()) {
        assertThat(server.isOpen()).isTrue();
        manager.status(lease.port());
        manager.listeners();
        manager.listeningPorts();
        manager.killProcessOnPort(lease.port(), KillOptions.builder().dryRun(true).build());
      }
      manager.leases();
      manager.pool();
      manager.diagnose();
      manager.getUniquePort("web");
      manager.releasePort("web");
    }
    assertThat(locksByCall).containsKeys("presence", "host");
    assertThat(locksByCall).hasSizeGreaterThan(5);
    assertThat(locksByCall.values()).allSatisfy(locks -> assertThat(locks).isEmpty());
  }
}
