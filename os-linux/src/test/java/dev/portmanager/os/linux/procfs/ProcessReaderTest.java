package dev.portmanager.os.linux.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.ProcessInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a folder of ordinary files in the place of /proc. */
@EnabledOnOs(OS.LINUX)
class ProcessReaderTest {

  @TempDir Path root;

  @BeforeEach
  void makeMachine() throws IOException {
    Files.createDirectories(root.resolve("self"));
    Files.createDirectories(root.resolve("7"));
    ticks(100);
    Files.writeString(root.resolve("uptime"), "1000.00 2000.00\n");
  }

  private void ticks(long perSecond) throws IOException {
    ByteBuffer auxv = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    Files.write(root.resolve("self/auxv"), auxv.putLong(17).putLong(perSecond).array());
  }

  private Optional<ProcessInfo> read(String startTicks) throws IOException {
    Files.writeString(
        root.resolve("7/stat"),
        "7 (web) S 1 7 7 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 " + startTicks + " 0\n");
    return new ProcessReader(new ProcFs(root), Long::toString).read(7);
  }

  @Test
  void start_isCountedFromTheStartOfTheMachine() throws Exception {
    Instant now = Instant.now();
    Instant started = read("90000").flatMap(ProcessInfo::startedAt).orElseThrow();
    assertThat(started).isBetween(now.minusSeconds(101), now.minusSeconds(99).plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 100, Long.MAX_VALUE})
  void startThatCannotBe_isNotKnown_andTheRestIs(long ticksPerSecond) throws Exception {
    ticks(ticksPerSecond);
    ProcessInfo process = read("9223372036854775806").orElseThrow();
    assertThat(process.name()).contains("web");
    if (ticksPerSecond != Long.MAX_VALUE) {
      assertThat(process.startedAt()).isEmpty();
    }
  }
}
