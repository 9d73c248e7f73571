package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.testkit.ChildListener;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, in processes of its own, on real listeners and real applications. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsEndToEndTest {

  private static final String RANGE = "--range=28300-28399";

  @TempDir Path folder;
  private CommandProcess portmanager;

  @BeforeEach
  void prepare() {
    portmanager = CommandProcess.ofJava(folder);
  }

  private static JsonObject json(CommandProcess.Result result) {
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  private static JsonObject first(JsonObject object, String array) {
    JsonElement element = object.getAsJsonArray(array).get(0);
    return element.getAsJsonObject();
  }

  @Test
  void lease_isGivenFoundProlongedAndGivenBack() {
    CommandProcess.Result given = portmanager.run("get", "web", RANGE);
    assertThat(given.code()).as(given.err()).isZero();
    assertThat(given.out()).matches("28[3][0-9]{2}\n");

    assertThat(portmanager.run("get", "web", RANGE).out()).isEqualTo(given.out());
    assertThat(portmanager.run("port", "web").out()).isEqualTo(given.out());
    JsonObject lease = first(json(portmanager.run("list", "--json")), "leases");
    assertThat(lease.get("app").getAsString()).isEqualTo("web");
    assertThat(lease.get("port").getAsString() + "\n").isEqualTo(given.out());
    assertThat(lease.has("expiresAt")).isTrue();

    assertThat(portmanager.run("release", "web").code()).isZero();
    assertThat(portmanager.run("port", "web").code()).isEqualTo(3);
    assertThat(portmanager.run("release", "web").code()).isEqualTo(3);
  }

  @Test
  void lease_ofAnotherProcess_livesAsLongAsThatProcess() throws Exception {
    Process holder = new ProcessBuilder("sleep", "300").start();
    try {
      String pid = Long.toString(holder.pid());
      assertThat(portmanager.run("get", "web", RANGE, "--for-pid", pid).code()).isZero();
      assertThat(portmanager.run("port", "web").code()).isZero();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(portmanager.run("port", "web").code()).isEqualTo(3);
  }

  @Test
  void lease_ofALiveProcess_canBeForced() throws Exception {
    Process holder = new ProcessBuilder("sleep", "300").start();
    try {
      portmanager.run("get", "web", RANGE, "--for-pid", Long.toString(holder.pid()));
      assertThat(portmanager.run("release", "web", "--force").code()).isZero();
      assertThat(portmanager.run("port", "web").code()).isEqualTo(3);
      assertThat(holder.isAlive()).isTrue();
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void fullRange_exits4AndSaysWhoHasIt() {
    String one = "--range=28400-28400";
    assertThat(portmanager.run("get", "web", one).code()).isZero();
    CommandProcess.Result refused = portmanager.run("get", "api", one);
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("portmanager: ").contains("web").hasLineCount(1);
  }

  @Test
  void run_becomesTheAppAndTheLeaseEndsWithIt() throws Exception {
    Process app =
        portmanager.start(
            "run", "web", RANGE, "--", "sh", "-c", "echo $$ $PORT {port}; exec sleep 300");
    try (BufferedReader out = CommandProcess.reader(app)) {
      String[] told = out.readLine().split(" ", -1);
      assertThat(told[0]).as("pid").isEqualTo(Long.toString(app.pid()));
      assertThat(told[1]).as("PORT").isEqualTo(told[2]);
      assertThat(portmanager.run("port", "web").out()).isEqualTo(told[1] + "\n");
      JsonObject lease = first(json(portmanager.run("list", "--json")), "leases");
      assertThat(lease.get("pid").getAsLong()).isEqualTo(app.pid());
      CommandProcess.Result refused = portmanager.run("release", "web");
      assertThat(refused.code()).isEqualTo(5);
      assertThat(refused.err()).contains(told[0]).contains("--force");
    } finally {
      app.destroyForcibly().waitFor();
    }
    assertThat(portmanager.run("port", "web").code()).isEqualTo(3);
  }

  @Test
  void run_passesExitCodeArgumentsAndEnvironmentOn() {
    CommandProcess.Result result =
        portmanager.run(
            Map.of("GREETING", "grüße"),
            "run",
            "web",
            RANGE,
            "--",
            "sh",
            "-c",
            "printf '%s|' \"$@\" \"$GREETING\"; exit 42",
            "x",
            "--",
            "",
            "größe",
            "{port} a");
    assertThat(result.code()).isEqualTo(42);
    assertThat(result.out()).matches("--\\|\\|größe\\|[0-9]+ a\\|grüße\\|");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void run_ofNoProgram_exitsLikeAShellAndKeepsNoLease() {
    assertThat(portmanager.run("run", "web", RANGE, "--", "no-such-program").code()).isEqualTo(127);
    assertThat(portmanager.run("run", "web", RANGE, "--", "/").code()).isEqualTo(126);
    assertThat(portmanager.run("port", "web").code()).isEqualTo(3);
  }

  @Test
  void run_killStale_endsWhatSitsOnTheLastPort() {
    String port = portmanager.run("get", "web", RANGE).out().strip();
    portmanager.run("release", "web");
    try (ChildListener stranger = ChildListener.builder().port(Integer.parseInt(port)).start()) {
      CommandProcess.Result result =
          portmanager.run("run", "web", "--kill-stale", RANGE, "--", "sh", "-c", "echo $PORT");
      assertThat(result.code()).isZero();
      assertThat(result.out()).isEqualTo(port + "\n");
      assertThat(result.err()).contains("pid " + stranger.pid()).contains("TERMINATED");
      assertThat(stranger.awaitExit(Duration.ofSeconds(20))).isPresent();
    }
  }

  @Test
  void listener_isFoundCheckedRehearsedAndEnded() {
    try (ChildListener child = ChildListener.builder().start()) {
      String port = Integer.toString(child.port());
      JsonObject found = first(json(portmanager.run("who", port, "--json")), "ports");
      JsonObject owner = first(first(found, "listeners"), "owners");
      assertThat(owner.get("pid").getAsLong()).isEqualTo(child.pid());
      assertThat(found.get("state").getAsString()).isEqualTo("IN_USE");
      assertThat(portmanager.run("check", port).code()).isEqualTo(1);

      CommandProcess.Result rehearsed = portmanager.run("kill", port, "--dry-run");
      assertThat(rehearsed.code()).isZero();
      assertThat(rehearsed.out()).contains("\t" + child.pid() + "\t").contains("WOULD_KILL");
      assertThat(child.process().isAlive()).isTrue();
      assertThat(portmanager.run("kill", port, "--expected-pid=1").code()).isEqualTo(1);
      assertThat(child.process().isAlive()).isTrue();

      CommandProcess.Result ended = portmanager.run("kill", port, "--json");
      assertThat(ended.code()).as(ended.err()).isZero();
      JsonObject report = first(json(ended), "ports");
      assertThat(report.get("state").getAsString()).isEqualTo("FREE");
      assertThat(first(report, "outcomes").get("result").getAsString()).isEqualTo("TERMINATED");
      assertThat(child.awaitExit(Duration.ofSeconds(20))).isPresent();

      assertThat(portmanager.run("who", port).code()).isEqualTo(3);
      assertThat(portmanager.run("kill", port).code()).isEqualTo(3);
      assertThat(portmanager.run("check", port).code()).isZero();
    }
  }

  @Test
  void doctor_findsNothingBrokenHere() {
    CommandProcess.Result result = portmanager.run("doctor");
    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out()).contains("\tregistry\t");
  }

  @Test
  void doctor_tellsOfABackEndThatCannotBeLoaded(@TempDir Path broken) throws Exception {
    Path services = Files.createDirectories(broken.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.portmanager.spi.ProcessKiller"), "dev.portmanager.NoSuchBackEnd\n");
    CommandProcess.Result result =
        CommandProcess.ofJavaWith(Files.createDirectories(broken.resolve("runs")), broken)
            .run("doctor");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("dev.portmanager.NoSuchBackEnd")
        .contains("remove it from the class path");
  }

  @Test
  void watch_inPipe_tellsAChange() throws Exception {
    Process watch = portmanager.start("list", "--watch", "--json", RANGE);
    try (BufferedReader out = CommandProcess.reader(watch)) {
      assertThat(out.readLine()).contains("\"leases\":[]");
      portmanager.run("get", "web", RANGE);
      assertThat(out.readLine()).contains("\"app\":\"web\"");
    } finally {
      watch.destroy();
      assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
