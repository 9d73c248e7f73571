package dev.portmanager.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.reliability.NativeProgram;
import dev.portmanager.reliability.RunTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** One small JVM under a mixed load: what it holds in the end is what it held when warm. */
@EnabledOnOs(OS.LINUX)
class SoakTest {

  @Test
  void nothingGrows() throws Exception {
    Duration length = RunTime.chosen();
    Path folder = Files.createDirectories(Path.of("target", "soak").toAbsolutePath());
    Path output = folder.resolve("output.txt");
    Process soak =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:NativeMemoryTracking=summary",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Soak.class.getName(),
                    Long.toString(length.toMillis()),
                    folder.toString(),
                    NativeProgram.compile(folder, "listener").toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = soak.waitFor(length.plusMinutes(1).toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("it ends in time").isTrue();
    } finally {
      soak.destroyForcibly();
    }
    assertThat(soak.exitValue()).as(Files.readString(output)).isZero();
    assertThat(folder.resolve("soak.txt")).content().contains("; flat");
  }
}
