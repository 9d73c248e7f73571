package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PoolSnapshot;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.ReleaseOutcome;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A manager in whose answers every text is the same one. */
final class StubManager implements InvocationHandler {

  static final int PORT = 8080;
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final String text;
  private final ProcessInfo process;
  private final List<Listener> listeners;
  private final List<LeaseInfo> leases;

  private StubManager(String text) {
    this.text = text;
    process =
        ProcessInfo.builder(9)
            .name(text)
            .commandLine(text)
            .user(text)
            .executable(text)
            .service(text)
            .container(text)
            .startedAt(NOW)
            .build();
    listeners =
        List.of(
            listener(new Ownership.Known(List.of(process), Optional.of(text))),
            listener(new Ownership.Hidden(text)),
            listener(new Ownership.None(text)));
    leases =
        List.of(
            new LeaseInfo(text, PORT, 9, NOW, text, Optional.empty()),
            new LeaseInfo(text, PORT + 1, 9, NOW, text, Optional.of(NOW.plusSeconds(60))));
  }

  static PortManager of(String text) {
    return (PortManager)
        Proxy.newProxyInstance(
            PortManager.class.getClassLoader(),
            new Class<?>[] {PortManager.class},
            new StubManager(text));
  }

  private static Listener listener(Ownership ownership) {
    return new Listener(
        Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), ownership);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getName", "toString" -> "stub";
      case "getMinPort" -> PortRange.DEFAULT.min();
      case "getMaxPort" -> PortRange.DEFAULT.max();
      case "isPortInUse" -> true;
      case "status" -> new PortStatus((Integer) arguments[0], PortState.IN_USE, text, listeners);
      case "listenersOn", "listeners" -> listeners;
      case "leases" -> leases;
      case "lastPort" -> OptionalInt.of(PORT);
      case "release" -> ReleaseOutcome.RELEASED;
      case "diagnose" -> List.of(Diagnosis.limited(text, text, text), Diagnosis.ok(text, text));
      case "killProcessOnPort" -> report((Integer) arguments[0]);
      case "pool" -> new PoolSnapshot(PortRange.DEFAULT, PortRange.DEFAULT.size(), leases, 0);
      case "lease" -> lease();
      case "hashCode" -> 1;
      case "equals" -> false;
      case "close" -> null;
      // As of serve, which is not to open a port here, and of what has gone wrong.
      default -> throw new PortManagerException(text);
    };
  }

  private KillReport report(int port) {
    KillOutcome outcome =
        new KillOutcome(process, KillOutcome.Result.REFUSED, Duration.ofMillis(42), text);
    return new KillReport(
        port, List.of(outcome), PortState.IN_USE, Duration.ofMillis(50), text, listeners);
  }

  private PortLease lease() {
    return (PortLease)
        Proxy.newProxyInstance(
            PortLease.class.getClassLoader(),
            new Class<?>[] {PortLease.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "port" -> PORT;
                  case "appName" -> text;
                  case "info" -> leases.get(0);
                  default -> null;
                });
  }
}
