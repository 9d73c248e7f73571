package dev.portmanager.os.macos.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Runs the production classes on a stand-in of libSystem, in a JVM that has pids and ports of its
 * own: nothing of this machine can get in the way, or be hit.
 */
@EnabledOnOs(OS.LINUX)
class StandInTest {

  private static final long DEADLINE_MINUTES = 10;

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "private pids and ports need root");
    for (String program : List.of("unshare", "gcc")) {
      assumeTrue(StandIn.has(program), "needs " + program);
    }
    for (StandIn.Age age : StandIn.Age.values()) {
      StandIn.build(age);
    }
  }

  @TestFactory
  Stream<DynamicTest> backEnd_passesTheContract() throws Exception {
    return run(StandInKillerContract.class, StandIn.Age.NEW, 70);
  }

  @TestFactory
  Stream<DynamicTest> backEnd_ofAnOlderMacOs_passesTheContract() throws Exception {
    return run(StandInKillerContract.class, StandIn.Age.OLD, 70);
  }

  @TestFactory
  Stream<DynamicTest> launcher_passesTheContract() throws Exception {
    return run(StandInLauncherContract.class, StandIn.Age.NEW, 9);
  }

  @TestFactory
  Stream<DynamicTest> backEnd_bearsFaults() throws Exception {
    return run(StandInFaults.class, StandIn.Age.NEW, 10);
  }

  @TestFactory
  Stream<DynamicTest> backEnd_ofAnOlderMacOs_saysWhatItLacks() throws Exception {
    return run(StandInOlder.class, StandIn.Age.OLD, 2);
  }

  @TestFactory
  Stream<DynamicTest> launcher_leavesNoTraces() throws Exception {
    return run(StandInTraces.class, StandIn.Age.NEW, 3);
  }

  /** Runs a class; there must be so many results at least, or it was not run to its end. */
  private static Stream<DynamicTest> run(Class<?> tests, StandIn.Age age, int least)
      throws Exception {
    String name = tests.getSimpleName() + "-" + age;
    Path results = age.folder().resolve(name + ".results");
    Path log = age.folder().resolve(name + ".log");
    Files.deleteIfExists(results);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"));
    command.add(StandIn.loopback().toString());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "--enable-native-access=ALL-UNNAMED"));
    command.add(StandIn.option(age));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StandInRun.class.getName(), results.toString(), tests.getName()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)).as("%s ends", name).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    List<String> lines = Files.readAllLines(results);
    assertThat(lines).as(Files.readString(log)).hasSizeGreaterThanOrEqualTo(least);
    return lines.stream().map(line -> line.split("\t", 3)).map(StandInTest::test);
  }

  private static DynamicTest test(String[] result) {
    return dynamicTest(
        result[1],
        () -> {
          String text = result[2].replace("\\n", "\n");
          assumeTrue(!result[0].equals("ABORTED"), text);
          assertThat(result[0]).as(text).isEqualTo("SUCCESSFUL");
        });
  }
}
