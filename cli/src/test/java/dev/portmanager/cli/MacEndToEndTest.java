package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.testkit.ChildListener;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program with the back end for macOS, on the stand-in of libSystem that the tests of
 * os-macos have built, in pids and ports of its own.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MacEndToEndTest {

  private static final Path BUILT = Path.of("..", "os-macos", "target").toAbsolutePath();
  private static final String RANGE = "--range=28300-28399";

  @TempDir Path folder;
  private Process namespaces;
  private List<String> inside;
  private CommandProcess portmanager;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "private pids and ports need root");
    Path library = BUILT.resolve("stand-in/libSystem.so");
    assumeTrue(Files.exists(library), "needs the stand-in: run the tests of os-macos first");
    namespaces =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                BUILT.resolve("loopback").toString(),
                "sh",
                "-c",
                "echo up; exec sleep 600")
            .redirectErrorStream(true)
            .start();
    try (Stream<ProcessHandle> children = upAndChildren()) {
      String pid = Long.toString(children.findFirst().orElseThrow().pid());
      inside = List.of("nsenter", "--target", pid, "--net", "--pid", "--mount", "--");
    }
    List<String> java = new ArrayList<>(inside);
    java.addAll(List.of(CommandProcess.java(), "-XX:-MaxFDLimit"));
    java.add("-Djna.library.path=" + library.getParent());
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), MacMain.class.getName()));
    portmanager = new CommandProcess(java, folder);
  }

  private Stream<ProcessHandle> upAndChildren() throws Exception {
    BufferedReader said = namespaces.inputReader();
    assertThat(said.readLine()).isEqualTo("up");
    return namespaces.children();
  }

  @AfterEach
  void end() {
    if (namespaces != null) {
      namespaces.children().forEach(ProcessHandle::destroyForcibly);
      namespaces.destroyForcibly();
    }
  }

  @Test
  void backEndOfMacOs_isSelected_andDoctorSaysSo() {
    CommandProcess.Result result = portmanager.run("doctor");
    assertThat(result.out()).as(result.err()).contains("macOS: libproc").contains("audit token");
  }

  @Test
  void listener_isFoundAndEnded() {
    try (ChildListener child = ChildListener.builder().prefix(inside).start()) {
      String port = Integer.toString(child.port());
      JsonObject found = first(portmanager.run("who", port, "--json"), "ports");
      JsonObject listener = found.getAsJsonArray("listeners").get(0).getAsJsonObject();
      JsonElement owner = listener.getAsJsonArray("owners").get(0);
      assertThat(owner.getAsJsonObject().get("command").getAsString()).contains("ListenerMain");

      CommandProcess.Result dry = portmanager.run("kill", port, "--dry-run", "--json");
      assertThat(outcome(dry)).isEqualTo("WOULD_KILL");
      assertThat(child.process().isAlive()).isTrue();
      assertThat(outcome(portmanager.run("kill", port, "--json"))).isEqualTo("TERMINATED");
      assertThat(child.awaitExit(Duration.ofSeconds(30))).isPresent();
      assertThat(portmanager.run("who", port).code()).isEqualTo(3);
    }
  }

  @Test
  void run_becomesTheApplication_whoseLeaseIsListedAndEndsWithIt() throws Exception {
    Process app = portmanager.start("run", "web", RANGE, "--", "sh", "-c", "echo $$ $PORT; cat");
    try {
      String[] said = app.inputReader().readLine().split(" ");
      JsonObject lease = first(portmanager.run("list", RANGE, "--json"), "leases");
      assertThat(lease.get("app").getAsString()).isEqualTo("web");
      assertThat(lease.get("pid").getAsString()).isEqualTo(said[0]);
      assertThat(lease.get("port").getAsString()).isEqualTo(said[1]);
      app.getOutputStream().close();
      assertThat(app.waitFor(30, TimeUnit.SECONDS)).isTrue();
      JsonObject after = json(portmanager.run("list", RANGE, "--json"));
      assertThat(after.getAsJsonArray("leases")).isEmpty();
    } finally {
      app.destroyForcibly();
    }
  }

  private static String outcome(CommandProcess.Result result) {
    JsonArray outcomes = first(result, "ports").getAsJsonArray("outcomes");
    assertThat(outcomes).as(result.out() + result.err()).hasSize(1);
    return outcomes.get(0).getAsJsonObject().get("result").getAsString();
  }

  private static JsonObject first(CommandProcess.Result result, String array) {
    return json(result).getAsJsonArray(array).get(0).getAsJsonObject();
  }

  private static JsonObject json(CommandProcess.Result result) {
    assertThat(result.out()).as(result.err()).startsWith("{");
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }
}
