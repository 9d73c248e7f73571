package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.KillOptions;
import dev.portmanager.KillOutcome;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.KillReport;
import dev.portmanager.Ownership;
import dev.portmanager.PortState;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KillCommandTest {

  private final CliRunner cli = new CliRunner();

  private void kills(ProcessInfo... processes) {
    cli.manager.killing =
        (port, options) ->
            Fixtures.report(
                port,
                options.dryRun() ? PortState.IN_USE : PortState.FREE,
                options.dryRun() ? "it was a dry run" : "it is free",
                Arrays.stream(processes)
                    .map(
                        process ->
                            Fixtures.outcome(
                                process, options.dryRun() ? Result.WOULD_KILL : Result.TERMINATED))
                    .toArray(KillOutcome[]::new));
  }

  private void ends(int port, PortState after, Result result) {
    cli.manager.killing =
        (asked, options) ->
            asked == port
                ? Fixtures.report(
                    port, after, "so it is", Fixtures.outcome(Fixtures.python(), result))
                : Fixtures.report(asked, PortState.FREE, "nothing listens");
  }

  @Test
  void inPipe_endsWithoutAQuestion() {
    kills(Fixtures.python());

    assertThat(cli.run("kill", "8080")).isZero();

    assertThat(cli.out())
        .isEqualTo("8080\t4711\tann\tTERMINATED\t42\tit got SIGTERM\tpython3 -m http.server\n");
    assertThat(cli.err()).isEqualTo("portmanager: port 8080: it is free\n");
    assertThat(cli.manager.kills).containsExactly(KillOptions.defaults());
  }

  @Test
  void options_reachTheManager() {
    kills(Fixtures.python());

    cli.run(
        "kill",
        "8080",
        "--grace=500ms",
        "--tree",
        "--udp",
        "--expected-pid=12",
        "--allow-forwarder",
        "--allow-ancestor",
        "--dry-run");

    assertThat(cli.manager.kills)
        .containsExactly(
            new KillOptions(
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                true,
                true,
                true,
                OptionalLong.of(12),
                Protocol.UDP,
                true,
                true));
  }

  @Test
  void person_isAskedFirst_andOnlyWhatWasShownIsEnded() {
    cli.person = true;
    cli.input = "y\n";
    kills(Fixtures.python());

    assertThat(cli.run("kill", "8080", "--color=never")).isZero();

    assertThat(cli.err())
        .contains("8080  4711  ann   WOULD_KILL  42      python3 -m http.server")
        .contains("End this process? [y/N] ");
    assertThat(cli.manager.kills).extracting(KillOptions::dryRun).containsExactly(true, false);
    assertThat(cli.manager.kills.get(1).expectedPid()).hasValue(4711);
  }

  @Test
  void person_whoSaysNothing_endsNothing() {
    cli.person = true;
    cli.input = "\n";
    kills(Fixtures.python(), Fixtures.process(2, "b"));

    assertThat(cli.run("kill", "8080")).isEqualTo(1);

    assertThat(cli.err())
        .contains("End these 2 processes? [y/N] ")
        .endsWith("portmanager: nothing was ended\n");
    assertThat(cli.manager.kills).extracting(KillOptions::dryRun).containsExactly(true);
  }

  @Test
  void person_whoEndsTheInput_endsNothing() {
    cli.person = true;
    kills(Fixtures.python());
    assertThat(cli.run("kill", "8080")).isEqualTo(1);
    assertThat(cli.manager.kills).extracting(KillOptions::dryRun).containsExactly(true);
  }

  @Test
  void severalProcesses_areEndedAfterYes() {
    cli.person = true;
    cli.input = "YES\n";
    kills(Fixtures.python(), Fixtures.process(2, "b"));

    assertThat(cli.run("kill", "8080")).isZero();

    assertThat(cli.manager.kills.get(1).expectedPid()).isEmpty();
  }

  @Test
  void yes_skipsTheQuestion() {
    cli.person = true;
    kills(Fixtures.python());
    assertThat(cli.run("kill", "8080", "--yes")).isZero();
    assertThat(cli.manager.kills).extracting(KillOptions::dryRun).containsExactly(false);
  }

  @Test
  void nothingToEnd_isNotAsked() {
    cli.person = true;
    ends(8080, PortState.IN_USE, Result.REFUSED);
    assertThat(cli.run("kill", "8080")).isEqualTo(1);
    assertThat(cli.err()).doesNotContain("[y/N]").contains("pid 4711 (python3): it got SIGTERM");
  }

  @Test
  void exitCodes_followTheOutcomes() {
    ends(8080, PortState.FREE, Result.KILLED);
    assertThat(cli.run("kill", "8080")).isZero();
    assertThat(cli.run("kill", "8081")).as("nobody").isEqualTo(3);
    assertThat(cli.run("kill", "8080", "8081")).as("one of two").isEqualTo(3);
    ends(8080, PortState.IN_USE, Result.TERMINATED);
    assertThat(cli.run("kill", "8080")).as("taken again").isEqualTo(1);
    ends(8080, PortState.IN_USE, Result.SURVIVED);
    assertThat(cli.run("kill", "8080")).isEqualTo(1);
    ends(8080, PortState.IN_USE, Result.DENIED);
    assertThat(cli.run("kill", "8080", "8081")).isEqualTo(5);
    ends(8080, PortState.FREE, Result.ALREADY_GONE);
    assertThat(cli.run("kill", "8080")).isZero();
  }

  @Test
  void hiddenOwner_exits5() {
    cli.manager.killing =
        (port, options) ->
            new KillReport(
                port,
                List.of(),
                PortState.IN_USE,
                Duration.ZERO,
                "it is root's",
                List.of(Fixtures.listener(port, new Ownership.Hidden("it is root's"))));
    assertThat(cli.run("kill", "8080")).isEqualTo(5);
  }

  @Test
  void json_hasTheDocumentedShape() {
    kills(Fixtures.python());

    assertThat(cli.run("kill", "8080", "--json")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "{\"ports\":[{\"port\":8080,\"state\":\"FREE\",\"reason\":\"it is free\","
                + "\"outcomes\":[{\"pid\":4711,\"name\":\"python3\",\"result\":\"TERMINATED\","
                + "\"millis\":42,\"reason\":\"it got SIGTERM\"}],\"listeners\":[]}]}\n");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void graceOverAnHour_isAUsageError() {
    assertThat(cli.run("kill", "8080", "--grace=2h")).isEqualTo(2);
    assertThat(cli.manager.kills).isEmpty();
  }
}
