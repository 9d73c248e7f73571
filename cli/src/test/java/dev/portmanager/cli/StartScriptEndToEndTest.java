package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, in the layout of a release around the classes under test. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartScriptEndToEndTest {

  private static final String RANGE = "--range=28500-28549";

  @TempDir Path folder;
  private Path release;
  private Path script;

  @BeforeEach
  void layOut() throws IOException {
    release = folder.resolve("a release é");
    script = ReleaseLayout.in(release);
  }

  private CommandProcess portmanager(Path start) {
    return new CommandProcess(List.of(start.toString()), folder);
  }

  private static Map<String, String> env(String... more) {
    Map<String, String> result = new HashMap<>();
    result.put("JAVA_HOME", System.getProperty("java.home"));
    for (int i = 0; i < more.length; i += 2) {
      result.put(more[i], more[i + 1]);
    }
    return result;
  }

  @Test
  void script_startsThroughSymbolicLinks() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), script);
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
    CommandProcess.Result result = portmanager(second).run(env(), "check", "28499");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(link).exists();
  }

  @Test
  void environmentOfTheApp_isThatOfTheScript() throws IOException {
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    Map<String, String> environment = env("LC_ALL", "C", "pm_x", "mine", "FOO", "grüße");
    CommandProcess direct = new CommandProcess(List.of("sh", "-c", "env >" + before), folder);
    direct.run(environment, "unused");
    CommandProcess.Result result =
        portmanager(script)
            .run(environment, "run", "web", RANGE, "--", "sh", "-c", "env >" + after);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(variables(after))
        .filteredOn(line -> !line.startsWith("PORT="))
        .containsExactlyInAnyOrderElementsOf(variables(before));
    assertThat(variables(after)).contains("LC_ALL=C", "FOO=grüße");
  }

  /** Every shell sets {@code _} and {@code SHLVL} for itself. */
  private static List<String> variables(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(l -> !l.matches("(_|SHLVL)=.*")).toList();
  }

  @Test
  void archive_isMadeOnceAndNothingIsLeftBehind() throws IOException {
    CommandProcess portmanager = portmanager(script);
    portmanager.run(env(), "check", "28499");
    List<Path> made = archives();
    assertThat(made).hasSize(1);
    Object stamp = Files.getLastModifiedTime(made.get(0));
    portmanager.run(env(), "check", "28499");
    assertThat(archives()).isEqualTo(made);
    assertThat(Files.getLastModifiedTime(made.get(0))).isEqualTo(stamp);
  }

  @Test
  void damagedArchive_isIgnored() throws IOException {
    CommandProcess portmanager = portmanager(script);
    portmanager.run(env(), "check", "28499");
    Path archive = archives().get(0);
    Files.delete(archive);
    Files.writeString(archive, "nonsense");
    CommandProcess.Result result = portmanager.run(env(), "check", "28499");
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("28499\tFREE\t");
    assertThat(result.err()).isEmpty();
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(release)) {
      return files.filter(file -> file.getFileName().toString().contains("jsa")).toList();
    }
  }

  @Test
  void oldJava_isRefusedInOneSentence() throws IOException {
    Path home = Files.createDirectories(folder.resolve("old/bin")).getParent();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    CommandProcess.Result result =
        portmanager(script).run(env("JAVA_HOME", home.toString()), "check", "28499");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("11.0.2").contains("Java 17 or newer");
  }

  @Test
  void missingJava_isRefusedInOneSentence() {
    CommandProcess.Result result =
        portmanager(script).run(env("JAVA_HOME", "/nonexistent"), "check", "28499");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("JAVA_HOME is /nonexistent");
  }

  @Test
  void missingLibraries_areSaidInOneSentence() throws IOException {
    Files.delete(release.resolve("lib/portmanager-cli-1.jar"));
    CommandProcess.Result result = portmanager(script).run(env(), "check", "28499");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("unpack it anew");
  }
}
