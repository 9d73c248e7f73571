package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckAndDoctorTest {

  private final CliRunner cli = new CliRunner();

  private void status(int port, PortState state) {
    cli.manager.statuses.put(
        port,
        new PortStatus(
            port,
            state,
            "so it is",
            state == PortState.IN_USE
                ? List.of(Fixtures.listener(port, Fixtures.python()))
                : List.of()));
  }

  @Test
  void check_tellsStateHolderAndReason() {
    status(8051, PortState.IN_USE);
    assertThat(cli.run("check", "8050", "8051")).isEqualTo(1);
    assertThat(cli.out())
        .isEqualTo(
            """
            8050\tFREE\t-\tnothing is bound to it
            8051\tIN_USE\tpid 4711 (python3)\tso it is
            """);
  }

  @Test
  void check_exitCode_isZeroOnlyIfEveryPortIsUsable() {
    assertThat(cli.run("check", "8050")).isZero();
    status(8051, PortState.LEASED);
    assertThat(cli.run("check", "8051")).as("leased, nothing bound").isZero();
    cli.manager.inUse = true;
    assertThat(cli.run("check", "8051")).as("leased, bound").isEqualTo(1);
    status(80, PortState.FORBIDDEN);
    assertThat(cli.run("check", "80", "8051")).isEqualTo(5);
  }

  @Test
  void check_json_namesTheState() {
    status(80, PortState.FORBIDDEN);
    assertThat(cli.run("check", "80", "--json")).isEqualTo(5);
    assertThat(cli.out())
        .isEqualTo(
            "{\"ports\":[{\"port\":80,\"state\":\"FORBIDDEN\",\"reason\":\"so it is\","
                + "\"listeners\":[]}]}\n");
  }

  @Test
  void doctor_tellsFindingsWithRemedies() {
    cli.terminal = true;
    cli.manager.findings.add(Diagnosis.ok("registry", "all is well"));
    cli.manager.findings.add(Diagnosis.limited("rights", "not root", "run as root"));
    assertThat(cli.run("doctor", "--color=never")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            ok       registry: all is well
            limited  rights: not root
                     -> run as root
            """);
  }

  @Test
  void doctor_verbose_showsDetails_onStandardError() {
    cli.manager.findings.add(
        Diagnosis.limited("owner search", "refused", "nothing").withDetails("0: R1=ctx()\n1: x"));
    assertThat(cli.run("doctor")).isZero();
    assertThat(cli.err()).doesNotContain("R1=ctx()");
    String table = cli.out();
    cli.out.reset();
    assertThat(cli.run("--verbose", "doctor")).isZero();
    assertThat(cli.out()).isEqualTo(table);
    assertThat(cli.err()).contains("portmanager: owner search:\n0: R1=ctx()\n1: x\n");
  }

  @Test
  void doctor_brokenFinding_exits1() {
    cli.manager.findings.add(Diagnosis.broken("back end", "none", "install one"));
    assertThat(cli.run("doctor")).isEqualTo(1);
    assertThat(cli.out()).isEqualTo("broken\tback end\tnone\tinstall one\n");
    cli.out.reset();
    assertThat(cli.run("doctor", "--json")).isEqualTo(1);
    assertThat(cli.out())
        .isEqualTo(
            "{\"findings\":[{\"topic\":\"back end\",\"level\":\"BROKEN\",\"message\":\"none\","
                + "\"remedy\":\"install one\"}]}\n");
  }
}
