package dev.portmanager.cli;

import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortLease;
import dev.portmanager.PortState;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values that several tests need. */
final class Fixtures {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Fixtures() {}

  static LeaseInfo leaseOf(String app, int port, long pid) {
    return new LeaseInfo(app, port, pid, NOW.minusSeconds(5), "ann", Optional.empty());
  }

  static PortLease lease(String app, int port) {
    return new PortLease() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public String appName() {
        return app;
      }

      @Override
      public ServerSocketChannel open() {
        throw new UnsupportedOperationException();
      }

      @Override
      public LeaseInfo info() {
        return leaseOf(app, port, 1);
      }

      @Override
      public void close() {
        throw new AssertionError("the lease is to live on");
      }
    };
  }

  static ProcessInfo python() {
    return process(4711, "python3 -m http.server");
  }

  static ProcessInfo process(long pid, String command) {
    return ProcessInfo.builder(pid)
        .name(command.split(" ", 2)[0])
        .commandLine(command)
        .user("ann")
        .startedAt(NOW.minusSeconds(12 * 60))
        .build();
  }

  static Listener listener(int port, ProcessInfo... owners) {
    return listener(port, new Ownership.Known(List.of(owners)));
  }

  static Listener listener(int port, Ownership ownership) {
    return new Listener(
        Protocol.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ownership);
  }

  static KillOutcome outcome(ProcessInfo process, KillOutcome.Result result) {
    return new KillOutcome(process, result, Duration.ofMillis(42), "it got SIGTERM");
  }

  static KillReport report(int port, PortState after, String reason, KillOutcome... outcomes) {
    return new KillReport(port, List.of(outcomes), after, Duration.ofMillis(50), reason, List.of());
  }
}
