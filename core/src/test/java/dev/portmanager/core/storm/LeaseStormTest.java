package dev.portmanager.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import dev.portmanager.PortManager;
import dev.portmanager.PortManagers;
import dev.portmanager.PortRange;
import dev.portmanager.core.FreeWindow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many JVMs lease in one narrow range while some of them are killed at random.
 *
 * <p>{@code -Dportmanager.storm.seconds=120 -Dportmanager.storm.processes=12} for the long run.
 */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
class LeaseStormTest {

  private static final int SECONDS = Integer.getInteger("portmanager.storm.seconds", 8);
  private static final int PROCESSES = Integer.getInteger("portmanager.storm.processes", 6);

  @TempDir Path folder;
  private final PortRange range = FreeWindow.of(16);
  private final AtomicLong leases = new AtomicLong();
  private final AtomicLong doubles = new AtomicLong();
  private final List<Thread> readers = new ArrayList<>();

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LeasingProcess.class.getName(),
                folder.resolve("registry").toString(),
                folder.resolve("locks").toString(),
                String.valueOf(range.min()),
                String.valueOf(range.max()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread reader = new Thread(() -> read(process.inputReader()));
    reader.start();
    readers.add(reader);
    return process;
  }

  private void read(BufferedReader output) {
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("DOUBLE")) {
          doubles.incrementAndGet();
        } else if (line.startsWith("LEASED")) {
          leases.addAndGet(100);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noPortIsEverHeldTwiceAndNoneIsLeft() throws Exception {
    Files.createDirectory(folder.resolve("locks"));
    List<Process> processes = new ArrayList<>();
    int kills = 0;
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start());
      }
      Random random = new Random();
      Instant end = Instant.now().plusSeconds(SECONDS);
      while (Instant.now().isBefore(end)) {
        int victim = random.nextInt(PROCESSES);
        // The pause between two kills; a child that ends by itself would fail the test.
        assertThat(processes.get(victim).waitFor(random.nextInt(50, 400), TimeUnit.MILLISECONDS))
            .isFalse();
        processes.get(victim).destroyForcibly().waitFor();
        kills++;
        processes.set(victim, start());
      }
      for (Process process : processes) {
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    for (Thread reader : readers) {
      reader.join(Duration.ofSeconds(30).toMillis());
    }
    System.getLogger(LeaseStormTest.class.getName())
        .log(
            System.Logger.Level.INFO, "{0} leases, {1} kills, {2} doubles", leases, kills, doubles);
    assertThat(doubles).hasValue(0);
    assertThat(leases.get()).isPositive();
    assertThat(kills).isPositive();
    assertThat(leftOver()).isEmpty();
  }

  private List<LeaseInfo> leftOver() {
    try (PortManager manager =
        PortManagers.builder().registry(folder.resolve("registry")).range(range).build()) {
      return manager.leases();
    }
  }
}
