package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.spi.AppLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RunCommandTest {

  private final CliRunner cli = new CliRunner();
  private final FakeLauncher launcher = new FakeLauncher();

  RunCommandTest() {
    cli.launcher = Optional.of(launcher);
  }

  @Test
  void app_getsItsPortInEnvironmentAndArguments() {
    launcher.code = 42;

    assertThat(cli.run("run", "web", "--", "npm", "start", "{port}:{port}", "-p={port}"))
        .isEqualTo(42);

    assertThat(launcher.apps)
        .containsExactly(
            new AppLauncher.App(
                List.of("npm", "start", "8050:8050", "-p=8050"),
                Map.of("HOME", "/home/ann", "PORT", "8050"),
                OptionalInt.empty()));
    assertThat(cli.out() + cli.err()).isEmpty();
  }

  @Test
  void everythingAfterTheDelimiter_isTheCommandVerbatim() {
    cli.run("run", "web", "--", "x", "--", "--hold", "--help", "@f", "", "'q'", "\"q\"", "${a}");

    assertThat(launcher.apps.get(0).command())
        .containsExactly("x", "--", "--hold", "--help", "@f", "", "'q'", "\"q\"", "${a}");
    assertThat(launcher.apps.get(0).holdPort()).isEmpty();
  }

  @Test
  void ownOptions_standBeforeTheDelimiter() {
    cli.run(
        "run",
        "web",
        "--hold",
        "--range=9000-9010",
        "--preferred=9001",
        "--strict",
        "--wait=2s",
        "--registry=/tmp/r",
        "--",
        "x");

    assertThat(launcher.apps.get(0).holdPort()).hasValue(8050);
    assertThat(cli.manager.range).isEqualTo(new PortRange(9000, 9010));
    assertThat(cli.registry).hasValue(Path.of("/tmp/r"));
    assertThat(cli.manager.requests)
        .containsExactly(
            LeaseRequest.builder("web")
                .preferredPort(9001)
                .strict(true)
                .maxWait(Duration.ofSeconds(2))
                .build());
  }

  @Test
  void manager_isOpenWhileTheAppStarts() {
    launcher.before = () -> assertThat(cli.manager.closed).isFalse();
    cli.run("run", "web", "--", "x");
    assertThat(launcher.apps).hasSize(1);
  }

  @Test
  void commandWithoutDelimiter_isAUsageError() {
    assertThat(cli.run("run", "web", "npm", "start")).isEqualTo(2);
    assertThat(cli.run("run", "web", "npm", "--", "start")).isEqualTo(2);
    assertThat(cli.run("run", "web", "--")).isEqualTo(2);
    assertThat(cli.run("run", "--", "web", "x")).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(4).allMatch(line -> line.contains("stands after --"));
    assertThat(launcher.apps).isEmpty();
  }

  @Test
  void missingProgram_exits127AndGivesTheLeaseBack() {
    launcher.failure = new AppLauncher.NoSuchProgramException("nope: no such program", false);
    assertThat(cli.run("run", "web", "--", "nope")).isEqualTo(127);
    assertThat(cli.err()).isEqualTo("portmanager: nope: no such program\n");
    assertThat(cli.manager.closed).isTrue();
  }

  @Test
  void programThatMayNotBeRun_exits126() {
    launcher.failure = new AppLauncher.NoSuchProgramException("/etc/passwd: no right", true);
    assertThat(cli.run("run", "web", "--", "/etc/passwd")).isEqualTo(126);
  }

  @Test
  void exhaustedRange_exits4() {
    cli.manager.leasing =
        request -> {
          throw new NoFreePortException("no port is free", PortRange.DEFAULT, List.of());
        };
    assertThat(cli.run("run", "web", "--", "x")).isEqualTo(4);
    assertThat(cli.err()).isEqualTo("portmanager: no port is free\n");
  }

  @Test
  void verbose_saysWhatRuns() {
    cli.run("run", "web", "--verbose", "--", "x", "{port}");
    assertThat(cli.err()).isEqualTo("portmanager: web has port 8050 and runs x 8050\n");
  }

  @Test
  void killStale_endsTheStrangerOnTheLastPort() {
    cli.manager.last = OptionalInt.of(8051);
    cli.manager.statuses.put(
        8051, new PortStatus(8051, PortState.IN_USE, "python3 listens", List.of()));
    cli.manager.killing =
        (port, options) ->
            Fixtures.report(
                port,
                PortState.FREE,
                "it is free",
                Fixtures.outcome(Fixtures.python(), Result.TERMINATED));

    cli.run("run", "web", "--kill-stale", "--", "x");

    assertThat(cli.manager.kills).containsExactly(KillOptions.defaults());
    assertThat(cli.err())
        .isEqualTo("portmanager: port 8051: pid 4711 (python3) TERMINATED: it got SIGTERM\n");
    assertThat(launcher.apps).hasSize(1);
  }

  @Test
  void killStale_leavesALeasedPortAlone() {
    cli.manager.last = OptionalInt.of(8051);
    cli.manager.statuses.put(8051, new PortStatus(8051, PortState.LEASED, "api has it", List.of()));
    cli.run("run", "web", "--kill-stale", "--", "x");
    assertThat(cli.manager.kills).isEmpty();
    assertThat(launcher.apps).hasSize(1);
  }

  @Test
  void systemWithoutLauncher_exits1() {
    cli.launcher = Optional.empty();
    assertThat(cli.run("run", "web", "--", "x")).isEqualTo(1);
    assertThat(cli.manager.requests).isEmpty();
  }

  private static final class FakeLauncher implements AppLauncher {
    final List<App> apps = new ArrayList<>();
    int code;
    NoSuchProgramException failure;
    Runnable before = () -> {};

    @Override
    public boolean isSupported() {
      return true;
    }

    @Override
    public int launch(App app) throws NoSuchProgramException {
      before.run();
      apps.add(app);
      if (failure != null) {
        throw failure;
      }
      return code;
    }
  }
}
