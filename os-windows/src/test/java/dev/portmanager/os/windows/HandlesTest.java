package dev.portmanager.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Protocol;
import dev.portmanager.os.windows.WindowsProcessKillerContractTest.Handles;
import dev.portmanager.os.windows.jna.Handle;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.spi.ListenerQuery;
import dev.portmanager.spi.PinnedProcess;
import dev.portmanager.spi.SignalOutcome.Status;
import dev.portmanager.testkit.ChildListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Handles are counted over many look-ups and kills of real processes. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(900)
class HandlesTest {

  private static final int ROUNDS = Integer.getInteger("portmanager.windows.rounds", 300);

  /** What the JVM itself opens meanwhile; a leak is one handle a round. */
  private static final int STRAY = 20;

  private static final int REPORTED_EVERY = 1_000;

  private static final int CREATE_SUSPENDED = 0x4;
  private static final int CREATE_UNICODE_ENVIRONMENT = 0x400;
  private static final int STARTUP_SIZE = 104;

  private final WindowsProcessKiller killer = new WindowsProcessKiller();
  private final Kernel32 kernel32 = Win32.real().kernel32().get();

  @Test
  void lookUpsAndKills_leaveNoHandleOpen(TestReporter reporter) throws InterruptedException {
    try (ChildListener child = ChildListener.builder().start()) {
      rounds(child, 20);
      assertCountIsTrue();
      long before = Handles.open();
      long started = System.nanoTime();
      for (int done = 0; done < ROUNDS; ) {
        int next = Math.min(REPORTED_EVERY, ROUNDS - done);
        rounds(child, next);
        done += next;
        reporter.publishEntry(
            "handles",
            done
                + " look-ups and kills in "
                + secondsSince(started)
                + " s: "
                + before
                + " handles before, "
                + Handles.open()
                + " after");
      }
      long after = Handles.open();
      assertThat(after - before).isLessThan(STRAY);
    }
  }

  private static long secondsSince(long started) {
    return Duration.ofNanos(System.nanoTime() - started).toSeconds();
  }

  /** A system that does not count would let everything pass; the JVM closes some, too. */
  private void assertCountIsTrue() {
    long before = Handles.open();
    List<PinnedProcess> pins = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * STRAY; i++) {
        pins.add(killer.pin(ProcessHandle.current().pid()).orElseThrow());
      }
      assertThat(Handles.open() - before).isGreaterThanOrEqualTo(STRAY);
    } finally {
      pins.forEach(PinnedProcess::close);
    }
  }

  private void rounds(ChildListener child, int times) throws InterruptedException {
    ListenerQuery query = ListenerQuery.ofPort(child.port(), Protocol.TCP);
    for (int i = 0; i < times; i++) {
      assertThat(killer.listeners(query)).hasSize(1);
      try (PinnedProcess pin = killer.pin(child.pid()).orElseThrow()) {
        assertThat(pin.protection()).isEmpty();
      }
      killer.host().presence(child.pid());
      kill(victim());
    }
  }

  private void kill(long pid) throws InterruptedException {
    try (PinnedProcess pin = killer.pin(pid).orElseThrow()) {
      assertThat(pin.terminate().status()).isEqualTo(Status.UNSUPPORTED);
      assertThat(pin.kill().status()).isEqualTo(Status.SENT);
      assertThat(pin.awaitExit(Duration.ofSeconds(30))).isTrue();
      assertThat(pin.kill().status()).isEqualTo(Status.GONE);
    }
  }

  /**
   * Starts a process that never runs an instruction of its own program, and so neither ends nor
   * opens a window; not through {@link ProcessBuilder}, which keeps handles until the garbage
   * collector comes.
   */
  private long victim() {
    Path program = Path.of(System.getenv("SystemRoot"), "system32", "hostname.exe");
    byte[] startup = new byte[STARTUP_SIZE];
    ByteBuffer.wrap(startup).order(ByteOrder.LITTLE_ENDIAN).putInt(0, STARTUP_SIZE);
    String environment = "SystemRoot=" + System.getenv("SystemRoot") + "\0\0";
    long[] created = new long[3];
    assertThat(
            kernel32.CreateProcessW(
                WideText.of(program.toString()),
                WideText.of("victim"),
                0,
                0,
                false,
                CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT,
                environment.toCharArray(),
                0,
                startup,
                created))
        .as("CreateProcess of %s", program)
        .isTrue();
    try (Handle process = new Handle(kernel32, created[0], "the victim");
        Handle thread = new Handle(kernel32, created[1], "its thread")) {
      assertThat(thread.value()).isNotZero();
      return kernel32.GetProcessId(process.value());
    }
  }
}
