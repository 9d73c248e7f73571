package dev.portmanager.core.kill;

import static dev.portmanager.KillOutcome.Result.KILLED;
import static dev.portmanager.KillOutcome.Result.REFUSED;
import static dev.portmanager.KillOutcome.Result.TERMINATED;
import static dev.portmanager.KillOutcome.Result.WOULD_KILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillReport;
import dev.portmanager.PortEvent;
import dev.portmanager.Protocol;
import dev.portmanager.core.backend.BackEnds;
import dev.portmanager.testkit.ChildListener;
import dev.portmanager.testkit.SharedListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes, real sockets, real signals. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class PortFreerRealTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Listens on a port until its input ends, which it does with the tests' JVM. */
  private static final String LISTENER =
      """
      import socket, sys
      s = socket.socket()
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(('127.0.0.1', int(sys.argv[1])))
      s.listen()
      sys.stdin.read()
      """;

  private final RealPorts ports = new RealPorts(BackEnds.find());
  private final Queue<PortEvent> events = new ConcurrentLinkedQueue<>();

  private KillReport free(int port, KillOptions options) {
    return new PortFreer(ports.backEnd(), ports::status, events::add).free(port, options);
  }

  private static KillOutcome only(KillReport report) {
    assertThat(report.outcomes()).as(report.reason()).hasSize(1);
    return report.outcomes().get(0);
  }

  private boolean hasEnded(long pid) {
    // Not by ProcessHandle, to which an orphan lives until somebody reaps it.
    return ports.backEnd().pin(pid).isEmpty();
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Ends a process that a test started, and what that started. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void gentleProcess_isTerminated() {
    try (ChildListener child = ChildListener.builder().start()) {
      KillReport report = free(child.port(), KillOptions.defaults());

      assertThat(only(report).result()).isEqualTo(TERMINATED);
      assertThat(only(report).process().pid()).isEqualTo(child.pid());
      assertThat(report.freed()).isTrue();
      assertThat(report.reason()).isEqualTo("free");
      assertThat(child.awaitExit(SOON)).isPresent();
      assertThat(events)
          .hasExactlyElementsOfTypes(PortEvent.KillStarted.class, PortEvent.Killed.class);
    }
  }

  @Test
  void stubbornProcess_isAskedThenKilled() {
    try (ChildListener child = ChildListener.builder().stubborn().start()) {
      KillOptions options = KillOptions.builder().gracePeriod(Duration.ofMillis(300)).build();

      KillReport report = free(child.port(), options);

      assertThat(only(report).result()).isEqualTo(KILLED);
      assertThat(only(report).reason()).contains("300 ms of SIGTERM", "SIGKILL");
      assertThat(report.freed()).isTrue();
      assertThat(child.awaitExit(SOON)).hasValue(128 + 9);
    }
  }

  @Test
  void stubbornProcess_survivesWithoutForce() {
    try (ChildListener child = ChildListener.builder().stubborn().start()) {
      KillOptions options =
          KillOptions.builder().gracePeriod(Duration.ofMillis(100)).force(false).build();

      KillReport report = free(child.port(), options);

      child.awaitTerminationRequest();
      assertThat(only(report).result()).isEqualTo(KillOutcome.Result.SURVIVED);
      assertThat(report.freed()).isFalse();
      assertThat(report.reason()).startsWith("still held by pid " + child.pid());
      assertThat(child.process().isAlive()).isTrue();
    }
  }

  @Test
  void udpListener_isTerminated() {
    try (ChildListener child = ChildListener.builder().protocol(Protocol.UDP).start()) {
      KillOptions udp = KillOptions.builder().protocol(Protocol.UDP).build();

      assertThat(free(child.port(), KillOptions.defaults()).outcomes()).isEmpty();
      assertThat(only(free(child.port(), udp)).result()).isEqualTo(TERMINATED);
    }
  }

  @Test
  void forkedGroup_isEndedMasterFirst() {
    Optional<SharedListener> started = SharedListener.forked(3);
    assumeTrue(started.isPresent(), "no way to fork here");
    try (SharedListener group = started.get()) {
      KillReport report = free(group.port(), KillOptions.defaults());

      assertThat(report.outcomes()).hasSize(4);
      assertThat(report.outcomes().get(0).process().pid()).isEqualTo(group.master());
      assertThat(report.outcomes()).allMatch(Aftermath::hasEnded);
      assertThat(report.freed()).as(report.reason()).isTrue();
      assertThat(group.workers()).allMatch(this::hasEnded);
    }
  }

  @Test
  void twoProcessesThatShareAPort_areBothEnded() {
    assumeTrue(ChildListener.supportsReusePort(), "no SO_REUSEPORT here");
    try (ChildListener one = ChildListener.builder().reusePort().start();
        ChildListener two = ChildListener.builder().reusePort().port(one.port()).start()) {
      KillReport report = free(one.port(), KillOptions.defaults());

      assertThat(report.outcomes())
          .extracting(o -> o.process().pid())
          .containsExactlyInAnyOrder(one.pid(), two.pid());
      assertThat(report.freed()).isTrue();
    }
  }

  @Test
  void processOfASupervisor_isNamedWithItWhenItIsBack() throws Exception {
    int port = RealPorts.unused();
    long self = ProcessHandle.current().pid();
    String loop = "while kill -0 " + self + "; do python3 -I -S -c \"$0\" " + port + "; done";
    Process supervisor = start("sh", "-c", loop, LISTENER);
    try {
      long first = ports.awaitOwner(port);
      // Longer than the usual window: starting Python may take longer than that.
      Aftermath patient =
          new Aftermath(ports.backEnd().host(), ports::status, KillClock.SYSTEM, SOON);

      KillReport report =
          new PortFreer(ports.backEnd(), events::add, KillClock.SYSTEM, patient)
              .free(port, KillOptions.defaults());

      assertThat(only(report).process().pid()).isEqualTo(first);
      assertThat(only(report).result()).isEqualTo(TERMINATED);
      assertThat(report.freed()).isFalse();
      assertThat(report.reason())
          .contains("restarted by its parent pid " + supervisor.pid() + " (sh): end that first")
          .doesNotContain("pid " + first + " ");
    } finally {
      end(supervisor);
    }
  }

  @Test
  void descendants_areEndedWithTheOwner() throws Exception {
    int port = RealPorts.unused();
    String script = "import subprocess\nsubprocess.Popen(['sleep', '300'])\n" + LISTENER;
    Process owner = start("python3", "-I", "-S", "-c", script, "" + port);
    try {
      long pid = ports.awaitOwner(port);
      long child = ports.backEnd().childrenOf(pid).get(0);
      KillOptions tree = KillOptions.builder().descendants(true).build();

      KillReport report = free(port, tree);

      assertThat(report.outcomes()).extracting(o -> o.process().pid()).containsExactly(pid, child);
      assertThat(report.outcomes()).allMatch(o -> o.result() == TERMINATED);
      assertThat(hasEnded(child)).isTrue();
    } finally {
      end(owner);
    }
  }

  @Test
  void dryRun_sendsNothing() {
    try (ChildListener child = ChildListener.builder().start()) {
      KillReport report =
          free(child.port(), KillOptions.builder().dryRun(true).descendants(true).build());

      assertThat(only(report).result()).isEqualTo(WOULD_KILL);
      assertThat(report.freed()).isFalse();
      assertThat(ports.awaitOwner(child.port())).isEqualTo(child.pid());
      assertThat(child.process().isAlive()).isTrue();
      assertThat(events).isEmpty();
    }
  }

  @Test
  void thisProcess_isRefused() throws IOException {
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KillReport report = free(own.getLocalPort(), KillOptions.defaults());

      assertThat(only(report).result()).isEqualTo(REFUSED);
      assertThat(only(report).reason()).contains("this process itself");
      assertThat(report.freed()).isFalse();
    }
  }

  @Test
  void ancestor_isRefusedByItsChild() throws Exception {
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process child =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KillerMain.class.getName(),
                  "" + own.getLocalPort())
              .redirectErrorStream(true)
              .start();
      try {
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said)
            .startsWith(ProcessHandle.current().pid() + " REFUSED this process descends from it");
      } finally {
        end(child);
      }
    }
  }
}
