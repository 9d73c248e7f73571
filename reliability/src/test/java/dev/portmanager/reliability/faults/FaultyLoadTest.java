package dev.portmanager.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.reliability.NativeProgram;
import dev.portmanager.reliability.RunTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 100,000 operations while calls of the system fail at random, or as many as the time allows: what
 * is held afterwards is what was held before.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FaultyLoadTest {

  private static final int OPERATIONS = 100_000;

  /** What the JVM's compiler and the C library's allocator may take between the samples, in KB. */
  private static final long SLACK = 48 * 1024;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLeftBehind(boolean kernel) throws Exception {
    if (kernel) {
      try (Subject subject = new FaultLoader().newSubject(true)) {
        org.junit.jupiter.api.Assumptions.assumeTrue(subject.asksTheKernel(), "needs root, BTF");
      }
    }
    Duration length = RunTime.chosen();
    Path folder =
        Files.createDirectories(Path.of("target", "faulty-load-" + kernel).toAbsolutePath());
    Path output = folder.resolve("output.txt");
    Process load =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FaultyLoad.class.getName(),
                    Integer.toString(OPERATIONS),
                    Long.toString(length.toMillis()),
                    folder.toString(),
                    NativeProgram.compile(folder, "holder").toString(),
                    Boolean.toString(kernel)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = load.waitFor(length.plusMinutes(2).toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("it ends in time").isTrue();
    } finally {
      load.destroyForcibly();
    }
    assertNothingIsLeft(load.exitValue(), Files.readString(output));
  }

  private static void assertNothingIsLeft(int code, String said) {
    assertThat(code).as(said).isZero();
    List<Held> rows =
        said.lines().filter(line -> line.matches("\\| \\d.*")).map(Held::parse).toList();
    Held first = rows.get(0);
    Held last = rows.get(rows.size() - 1);
    assertThat(last.operations()).as(said).isPositive();
    assertThat(last.open()).as(said).isEqualTo(first.open());
    assertThat(last.locks()).as(said).isEqualTo(first.locks());
    assertThat(last.direct()).as(said).isLessThan(first.direct() + 1024);
    assertThat(last.resident()).as(said).isLessThan(rows.get(1).resident() + SLACK);
    assertThat(said).contains("leases left: 0");
  }
}
