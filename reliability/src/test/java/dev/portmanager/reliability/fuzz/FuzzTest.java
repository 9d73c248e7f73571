package dev.portmanager.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.reliability.RunTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every decoder, under a fuzzer that is steered by what code an input reaches: whatever the bytes,
 * a value that can be or one of the documented exceptions, in a heap of 128 MB.
 *
 * <p>An input that is found is kept in target/fuzz; once the fault is mended it goes to the seeds.
 */
@EnabledOnOs(OS.LINUX)
class FuzzTest {

  /** Of the time of a run: there are many targets. */
  private static final int PARTS = 6;

  @ParameterizedTest
  @EnumSource(Target.class)
  void nothingEscapes_butTheDocumentedExceptions(Target target) throws Exception {
    assumeTrue(isSupported(), "the fuzzer's native library is for amd64 and arm64");
    long seconds = Math.max(1, RunTime.chosen().toSeconds() / PARTS);
    FuzzRun run = FuzzRun.of(target, Duration.ofSeconds(seconds), folder(target));
    Files.writeString(
        folder(target).resolve("row"),
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d |%n",
            target,
            seconds,
            run.executions().orElse(-1),
            run.coverage().orElse(-1),
            run.code() == 0 ? 0 : 1));
    assertThat(run.code()).as("%s: %s", target, run.said()).isZero();
    assertThat(run.executions().orElse(0)).as(run.said()).isPositive();
  }

  private static boolean isSupported() {
    String processor = System.getProperty("os.arch");
    return processor.equals("amd64") || processor.equals("aarch64");
  }

  private static Path folder(Target target) throws IOException {
    return Files.createDirectories(Path.of("target", "fuzz", target.toString()).toAbsolutePath());
  }
}
