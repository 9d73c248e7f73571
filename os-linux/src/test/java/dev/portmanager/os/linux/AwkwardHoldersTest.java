package dev.portmanager.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import dev.portmanager.os.linux.bpf.KernelMode;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.Presence;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class AwkwardHoldersTest {

  @TempDir Path folder;

  private final LinuxProcessKiller killer = new LinuxProcessKiller(Optional.of(mode()));

  /** How owners are looked for: by reading /proc. */
  KernelMode mode() {
    return KernelMode.OFF;
  }

  /** Judges a socket that no descriptor holds. */
  void assertHeldByTheKernel(Ownership ownership) {
    // Which of the two depends on whether this machine lets the test look into all processes.
    if (ownership instanceof Ownership.None none) {
      assertThat(none.reason()).contains("message that nobody has read");
    } else {
      assertThat(ownership)
          .isInstanceOfSatisfying(
              Ownership.Hidden.class,
              hidden -> assertThat(hidden.reason()).containsPattern("[1-9]\\d* of \\d+ processes"));
    }
  }

  LinuxProcessKiller killer() {
    return killer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"unshared-thread", "dead-main"})
  void holderWithoutADescriptorInItsMainTable_isFound(String way) throws Exception {
    Process holder = start(way);
    try {
      int port = port(holder);
      Ownership ownership = only(port).ownership();
      assertThat(ownership).isInstanceOf(Ownership.Known.class);
      assertThat(((Ownership.Known) ownership).owners())
          .extracting(ProcessInfo::pid)
          .containsExactly(holder.pid());
    } finally {
      holder.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unshared-thread", "dead-main"})
  void holderWithoutADescriptorInItsMainTable_canBePinnedAndEnded(String way) throws Exception {
    Process holder = start(way);
    try {
      int port = port(holder);
      assertThat(killer.host().presence(holder.pid())).isInstanceOf(Presence.Running.class);
      try (PinnedProcess pin = killer.pin(holder.pid()).orElseThrow()) {
        assertThat(pin.listensOn(Protocol.TCP, port)).isTrue();
        assertThat(pin.awaitExit(Duration.ZERO)).isFalse();
        pin.kill();
        assertThat(pin.awaitExit(Duration.ofSeconds(10))).isTrue();
        assertThat(pin.listensOn(Protocol.TCP, port)).isFalse();
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unread-message", "ring"})
  void socketWithoutADescriptor_hasNoOwner(String way) throws Exception {
    Process holder = start(way);
    try {
      String port = holder.inputReader(StandardCharsets.US_ASCII).readLine();
      assumeTrue(port != null, "needs io_uring");
      assertHeldByTheKernel(only(Integer.parseInt(port)).ownership());
    } finally {
      holder.destroyForcibly();
    }
  }

  private Listener only(int port) {
    List<Listener> listeners = killer.listeners(ListenerQuery.ofPort(port, Protocol.TCP));
    assertThat(listeners).hasSize(1);
    return listeners.get(0);
  }

  private Process start(String way) throws IOException, InterruptedException {
    assumeTrue(Machine.has("gcc"), "needs gcc");
    Path program = Machine.compile(folder, "holder.c");
    return new ProcessBuilder(program.toString(), way).start();
  }

  private static int port(Process holder) throws IOException {
    BufferedReader output = holder.inputReader(StandardCharsets.US_ASCII);
    return Integer.parseInt(output.readLine());
  }
}
