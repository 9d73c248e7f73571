package dev.portmanager.reliability.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRequest;
import dev.portmanager.PortLease;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.reliability.RunTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed when it enters its n-th system call, for every n from when it opens the
 * register until it has closed it again: in a long run all, else some. What it does in memory
 * between two calls is done when the second one begins.
 */
@EnabledOnOs(OS.LINUX)
class CrashPointsTest {

  private static final int PORTS = 4;
  private static final Duration LONG = Duration.ofMinutes(2);

  /** So many points of each kind in a short run. */
  private static final int SAMPLE = 8;

  @TempDir Path folder;
  private PortRange range = PortRange.DEFAULT;
  private int runs;

  @BeforeEach
  void findPorts() throws Exception {
    boolean strace = Files.isExecutable(Path.of("/usr/bin/strace"));
    assumeTrue(
        strace || !Boolean.parseBoolean(System.getenv("PORTMANAGER_REQUIRE_TOOLS")),
        "strace is not installed");
    assumeTrue(strace, "strace is not installed");
    do {
      int min = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      range = new PortRange(min, min + PORTS - 1);
    } while (!isFree());
  }

  private boolean isFree() {
    for (int port = range.min(); port <= range.max(); port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private PortManager open(Path registry) {
    return PortManagers.builder().registry(registry).range(range).cooldown(Duration.ZERO).build();
  }

  @Test
  void whereThereIsNoRegisterYet() throws Exception {
    killEverywhere(false);
  }

  @Test
  void besideAnotherHolder() throws Exception {
    killEverywhere(true);
  }

  private void killEverywhere(boolean shared) throws Exception {
    List<String> calls = killAt(0, shared);
    int step = RunTime.chosen().compareTo(LONG) < 0 ? Math.max(1, calls.size() / SAMPLE) : 1;
    int first = step == 1 ? 1 : ThreadLocalRandom.current().nextInt(1, step + 1);
    int killed = 0;
    for (int call = first; call <= calls.size(); call += step) {
      killAt(call, shared);
      killed++;
    }
    Files.writeString(
        Path.of("target", shared ? "crash-shared.txt" : "crash-new.txt"),
        calls.size() + " system calls, killed at " + killed + " of them");
    assertThat(killed).isPositive();
  }

  /**
   * Kills a process at a call; at none if that is 0. Then a fresh one must find all ports but those
   * of the other holder, and that must still hold what it held.
   */
  private List<String> killAt(int call, boolean shared) throws Exception {
    Path registry = folder.resolve("r" + runs);
    Path log = folder.resolve("calls" + runs++);
    List<String> arguments =
        List.of(registry.toString(), String.valueOf(range.min()), String.valueOf(range.max()));
    try (TracedSubject subject = TracedSubject.start(folder.resolve("warm"), log, arguments)) {
      if (!shared) {
        List<String> calls = run(subject, call);
        assertThatAllIsWell(registry, PORTS, calls);
        return calls;
      }
      try (PortManager holder = open(registry)) {
        PortLease held = holder.lease("holder");
        List<String> calls = run(subject, call);
        assertThatAllIsWell(registry, PORTS - 1, calls);
        assertThat(holder.releasePort("holder")).as("at %s", last(calls)).isTrue();
        assertThat(held.port()).isBetween(range.min(), range.max());
        return calls;
      }
    }
  }

  private static List<String> run(TracedSubject subject, int call) throws Exception {
    List<String> options =
        call == 0 ? List.of() : List.of("-e", "inject=all:signal=KILL:when=" + call);
    boolean done = subject.run(options);
    if (call == 0) {
      assertThat(done).isTrue();
    }
    return subject.calls();
  }

  private static String last(List<String> calls) {
    return calls.isEmpty() ? "no call" : calls.get(calls.size() - 1);
  }

  private void assertThatAllIsWell(Path registry, int free, List<String> calls) {
    try (PortManager fresh = open(registry)) {
      assertThat(fresh.leases())
          .as("leases, killed at %s", last(calls))
          .extracting(LeaseInfo::app)
          .doesNotContain("subject")
          .hasSize(PORTS - free);
      List<LeaseRequest> all = new ArrayList<>();
      for (int i = 0; i < free; i++) {
        all.add(LeaseRequest.of("fresh" + i));
      }
      assertThat(fresh.leaseAll(all)).as("ports, killed at %s", last(calls)).hasSize(free);
      assertThat(fresh.leases().stream().map(LeaseInfo::port).distinct()).hasSize(PORTS);
    }
  }
}
