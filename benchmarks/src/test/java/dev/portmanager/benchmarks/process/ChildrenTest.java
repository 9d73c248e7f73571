package dev.portmanager.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChildrenTest {

  /** Starts one that ends with its input, and says its pid. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
      Process child = new Children().start(new ProcessBuilder("cat"));
      System.out.println(child.pid());
      child.waitFor();
    }
  }

  @TempDir private Path folder;

  @Test
  void endsWhatIsLeft() throws IOException {
    Children children = new Children();
    Process cat = children.start(new ProcessBuilder("cat"));
    Process stubborn = children.start(new ProcessBuilder("sleep", "300"));

    children.close();

    assertThat(cat.isAlive()).isFalse();
    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void startsNothingAfterTheEnd() {
    Children children = new Children();
    children.close();

    assertThatThrownBy(() -> children.start(new ProcessBuilder("cat")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ending");
  }

  @Test
  void cleansUpAfterASignal() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process parent =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Parent.class.getName())
            .start();
    String line = parent.inputReader().readLine();
    Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(line));

    parent.destroy(); // SIGTERM

    assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    if (child.isPresent()) {
      child.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void asksAServerLineByLine() throws IOException {
    try (Children children = new Children()) {
      String script = "while read op count argument; do echo \"42 $op:$argument\"; done";
      LineServer server =
          new LineServer(children, folder.resolve("log"), List.of("sh", "-c", script));

      Reading reading = server.ask("owners", 1, "8050", Duration.ofSeconds(30));

      assertThat(reading).isEqualTo(new Reading(42, "owners:8050"));
      server.close();
    }
  }

  @Test
  void tellsWhatAServerSaysIsWrong() throws IOException {
    try (Children children = new Children()) {
      String script = "read line; echo '0 ERR no such port'; read line";
      LineServer server =
          new LineServer(children, folder.resolve("log"), List.of("sh", "-c", script));

      assertThatThrownBy(() -> server.ask("owners", 1, "0", Duration.ofSeconds(30)))
          .isInstanceOf(IOException.class)
          .hasMessage("owners: ERR no such port");
      server.close();
    }
  }

  @Test
  void runsCommandsToTheirEnd() throws IOException {
    try (Children children = new Children()) {
      Commands commands = new Commands(children);

      Commands.Outcome outcome =
          commands.run(Duration.ofSeconds(30), List.of("sh", "-c", "echo a; echo b >&2; exit 3"));

      assertThat(outcome.exitCode()).isEqualTo(3);
      assertThat(outcome.output()).contains("a\n", "b\n");
      assertThat(outcome.lastLine()).isEqualTo("b");
    }
  }

  @Test
  void endsACommandThatTakesTooLong() throws IOException {
    try (Children children = new Children()) {
      Commands commands = new Commands(children);

      assertThatThrownBy(() -> commands.run(Duration.ofMillis(50), List.of("sleep", "300")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("took longer");
    }
  }
}
