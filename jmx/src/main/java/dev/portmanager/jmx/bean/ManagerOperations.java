package dev.portmanager.jmx.bean;

import static dev.portmanager.jmx.source.OperationCounts.Method.FIND_LEASE;
import static dev.portmanager.jmx.source.OperationCounts.Method.FIND_PROCESS_ON_PORT;
import static dev.portmanager.jmx.source.OperationCounts.Method.KILL_PROCESS_ON_PORT;
import static dev.portmanager.jmx.source.OperationCounts.Method.RELEASE_APPLICATION;
import static dev.portmanager.jmx.source.OperationCounts.Method.RELEASE_PORT;

import dev.portmanager.KillOptions;
import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.Printable;
import dev.portmanager.Protocol;
import dev.portmanager.jmx.KillSnapshot;
import dev.portmanager.jmx.LeaseSnapshot;
import dev.portmanager.jmx.PortManagerOperationsMXBean;
import dev.portmanager.jmx.ProcessOnPort;
import dev.portmanager.jmx.bean.OperationGate.Call;
import dev.portmanager.jmx.bean.OperationGate.NotAllowedException;
import dev.portmanager.jmx.source.OperationCounts.Method;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the bean with the operations does. Safe for use by several threads. */
final class ManagerOperations implements PortManagerOperationsMXBean {

  private final PortManager manager;
  private final OperationGate gate;
  private final boolean unmanagedPorts;

  ManagerOperations(PortManager manager, OperationGate gate, boolean unmanagedPorts) {
    this.manager = manager;
    this.gate = gate;
    this.unmanagedPorts = unmanagedPorts;
  }

  private static Call call(Method method, Object arguments) {
    return new Call(OperationGate.kindOf(method), method, String.valueOf(arguments));
  }

  @Override
  public ProcessOnPort findProcessOnPort(int port) {
    return gate.call(
        call(FIND_PROCESS_ON_PORT, port),
        () ->
            ConsoleAnswers.owners(
                PortRange.requirePort(port),
                manager.listenersOn(port).stream()
                    .filter(listener -> listener.protocol() == Protocol.TCP)
                    .toList()));
  }

  @Override
  public @Nullable LeaseSnapshot findLease(int port) {
    return gate.call(
            call(FIND_LEASE, port),
            () -> leaseOf(port).map(lease -> ConsoleAnswers.lease(lease, Instant.now())))
        .orElse(null);
  }

  @Override
  public int releaseApplication(String application) {
    return gate.call(
        call(RELEASE_APPLICATION, application),
        () -> {
          if (application == null) {
            throw new IllegalArgumentException("application must be a name but was null");
          }
          LeaseRequest.requireAppName(application);
          List<LeaseInfo> leases =
              manager.leases().stream()
                  .filter(lease -> lease.app().equals(application))
                  .filter(lease -> unmanagedPorts || isManaged(lease.port()))
                  .toList();
          return new LeaseReturn(manager).all(leases);
        });
  }

  @Override
  public boolean releasePort(int port) {
    return gate.call(
        call(RELEASE_PORT, port),
        () -> {
          requireManaged(port);
          Optional<LeaseInfo> lease = leaseOf(port);
          return lease.isPresent() && new LeaseReturn(manager).all(List.of(lease.get())) == 1;
        });
  }

  @Override
  public KillSnapshot killProcessOnPort(int port, long expectedPid, boolean dryRun) {
    return gate.call(
        call(KILL_PROCESS_ON_PORT, port + ", " + expectedPid + ", " + dryRun),
        () -> {
          PortRange.requirePort(port);
          if (expectedPid < 1) {
            throw new IllegalArgumentException(
                "expectedPid must be at least 1, as findProcessOnPort names it, but was "
                    + expectedPid);
          }
          requireManaged(port);
          KillOptions options =
              KillOptions.builder().expectedPid(expectedPid).dryRun(dryRun).build();
          return ConsoleAnswers.killed(manager.killProcessOnPort(port, options), dryRun);
        });
  }

  private Optional<LeaseInfo> leaseOf(int port) {
    PortRange.requirePort(port);
    return manager.leases().stream().filter(lease -> lease.port() == port).findFirst();
  }

  private boolean isManaged(int port) {
    return manager.getMinPort() <= port && port <= manager.getMaxPort();
  }

  private void requireManaged(int port) {
    PortRange.requirePort(port);
    if (!unmanagedPorts && !isManaged(port)) {
      throw new NotAllowedException(
          "port "
              + port
              + " is none of "
              + Printable.of(manager.getName(), 64)
              + "'s, "
              + manager.getMinPort()
              + "-"
              + manager.getMaxPort()
              + ": others were not allowed");
    }
  }
}
