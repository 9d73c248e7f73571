package dev.portmanager.reliability.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.reliability.NativeProgram;
import dev.portmanager.reliability.RunTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Kills in a pid namespace whose numbers go up to 301, while each victim's number is given to
 * another process the moment it is free: a stray signal is trapped by whom it hits, and counted.
 */
@EnabledOnOs(OS.LINUX)
class ChurnTest {

  private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");
  private static final int FEW = 300;
  private static final int MANY = 10_000;

  private Path folder;

  @BeforeEach
  void needsRoot() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for a pid namespace");
    NativeProgram.requireTool("unshare");
    folder = Files.createDirectories(Path.of("target", "churn").toAbsolutePath());
  }

  @Test
  void pinnedByPidFd_nobodyElseIsHit() throws Exception {
    Map<String, Long> seen = churn("pidfd", "manager");
    assertThat(seen.get("wrong")).as(seen.toString()).isZero();
    assertThat(seen.get("other")).as(seen.toString()).isZero();
    assertThat(seen.get("signalled")).as(seen.toString()).isPositive();
    assertThat(seen.get("gone")).as(seen.toString()).isPositive();
  }

  /** Without this, nobody would know whether a stray signal is noticed at all. */
  @Test
  void byNumberAlone_asOtherToolsDo_othersAreHit() throws Exception {
    Map<String, Long> seen = churn("number", "number");
    assertThat(seen.get("wrong")).as(seen.toString()).isPositive();
  }

  private Map<String, Long> churn(String name, String way, String... wrapper) throws Exception {
    String outside = Files.readAllLines(PID_MAX).get(0);
    Path output = folder.resolve(name + ".txt");
    Process run =
        new ProcessBuilder(command(way, wrapper))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(run.waitFor(15, TimeUnit.MINUTES)).as("it ends in time").isTrue();
    } finally {
      run.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(run.exitValue()).as(said).isZero();
    assertThat(Files.readAllLines(PID_MAX).get(0)).as("the machine's own").isEqualTo(outside);
    String figures = said.lines().reduce("", (before, last) -> last);
    return Arrays.stream(figures.split(" ", -1))
        .map(word -> word.split("=", -1))
        .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
  }

  private List<String> command(String way, String... wrapper) throws Exception {
    // Before Linux 6.14 there is one limit for all: it must not be touched.
    String prepare = hasOwnLimit() ? "echo 301 > " + PID_MAX + "; " : "";
    List<String> words = new ArrayList<>(List.of("unshare", "-pfn", "--mount-proc", "sh", "-c"));
    words.add(prepare + "\"$@\"; exit $?");
    words.addAll(List.of("sh", NativeProgram.compile(folder, "nursery").toString()));
    words.addAll(List.of(wrapper));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Churn.class.getName()));
    boolean full = RunTime.chosen().compareTo(Duration.ofMinutes(1)) >= 0;
    words.addAll(List.of(Integer.toString(full ? MANY : FEW), way));
    return words;
  }

  private static boolean hasOwnLimit() {
    List<Integer> version =
        Arrays.stream(System.getProperty("os.version").split("\\D+", 3))
            .limit(2)
            .map(Integer::valueOf)
            .toList();
    return version.get(0) > 6 || (version.get(0) == 6 && version.get(1) >= 14);
  }
}
