package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.LeaseRequest;
import dev.portmanager.NoFreePortException;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortRange;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.PortUnavailableException;
import dev.portmanager.ReleaseOutcome;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** get, port and release. */
class LeaseCommandsTest {

  private final CliRunner cli = new CliRunner();

  private void leasingFails(RuntimeException failure) {
    cli.manager.leasing =
        request -> {
          throw failure;
        };
  }

  @Test
  void get_printsTheNumberOnlyAndLeasesForTwoMinutes() {
    assertThat(cli.run("get", "web")).isZero();
    assertThat(cli.out()).isEqualTo("8050\n");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.manager.requests)
        .containsExactly(LeaseRequest.builder("web").duration(Duration.ofMinutes(2)).build());
    assertThat(cli.manager.closed).isTrue();
  }

  @Test
  void get_forPidAndForTime_tieTheLease() {
    cli.run("get", "web", "--for-pid", "77");
    cli.run("get", "web", "--for", "1h30m");
    assertThat(cli.manager.requests)
        .containsExactly(
            LeaseRequest.builder("web").holderPid(77).build(),
            LeaseRequest.builder("web").duration(Duration.ofMinutes(90)).build());
  }

  @Test
  void get_badValues_exit2InOneSentence() {
    assertThat(cli.run("get", "web", "--for=0s")).isEqualTo(2);
    assertThat(cli.run("get", "web", "--strict")).isEqualTo(2);
    assertThat(cli.run("get", "web", "--range=9-1")).isEqualTo(2);
    assertThat(cli.run("get", "web", "--for=1s", "--for-pid=1")).isEqualTo(2);
    assertThat(cli.run("get", " ")).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(5).allMatch(line -> line.startsWith("portmanager: "));
    assertThat(cli.out()).isEmpty();
    assertThat(cli.manager.requests).isEmpty();
  }

  @Test
  void get_exhausted_exits4() {
    leasingFails(new NoFreePortException("none of 50 is free", PortRange.DEFAULT, List.of()));
    assertThat(cli.run("get", "web")).isEqualTo(4);
    assertThat(cli.err()).isEqualTo("portmanager: none of 50 is free\n");
  }

  @Test
  void get_strictPort_exits4IfTakenAnd5IfForbidden() {
    leasingFails(
        new PortUnavailableException(
            "taken", new PortStatus(8050, PortState.IN_USE, "taken", List.of())));
    assertThat(cli.run("get", "web", "--preferred=8050", "--strict")).isEqualTo(4);
    leasingFails(
        new PortUnavailableException(
            "forbidden", new PortStatus(80, PortState.FORBIDDEN, "privileged", List.of())));
    assertThat(cli.run("get", "web", "--preferred=80", "--strict")).isEqualTo(5);
  }

  @Test
  void get_brokenRegistry_exits1OrFiveIfDenied() {
    leasingFails(new LeaseRegistryException("it is damaged"));
    assertThat(cli.run("get", "web")).isEqualTo(1);
    leasingFails(new LeaseRegistryException("not yours", new AccessDeniedException("/r")));
    assertThat(cli.run("get", "web")).isEqualTo(5);
  }

  @Test
  void failure_hasNoStackTraceUnlessVerbose() {
    leasingFails(new PortManagerException("it broke"));
    assertThat(cli.run("get", "web")).isEqualTo(1);
    assertThat(cli.err()).isEqualTo("portmanager: it broke\n");
    cli.run("get", "web", "--verbose");
    assertThat(cli.err()).contains("    at dev.portmanager.cli.LeaseCommandsTest");
  }

  @Test
  void port_isTheNewestLeaseOfThatName() {
    cli.manager.leases.add(new LeaseInfo("web", 8051, 1, Fixtures.NOW, "ann", Optional.empty()));
    cli.manager.leases.add(Fixtures.leaseOf("web", 8052, 2));
    cli.manager.leases.add(Fixtures.leaseOf("api", 8053, 3));
    assertThat(cli.run("port", "web")).isZero();
    assertThat(cli.out()).isEqualTo("8051\n");
  }

  @Test
  void port_unknownApp_exits3() {
    assertThat(cli.run("port", "web")).isEqualTo(3);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).isEqualTo("portmanager: no app named \"web\" has a port now\n");
  }

  @Test
  void release_givesBackEveryLeaseOfThatName() {
    cli.manager.leases.add(Fixtures.leaseOf("web", 8051, 1));
    cli.manager.leases.add(Fixtures.leaseOf("web", 8052, 2));
    cli.manager.leases.add(Fixtures.leaseOf("api", 8053, 3));
    assertThat(cli.run("release", "web", "--force")).isZero();
    assertThat(cli.manager.calls).containsExactly("release 8051 true", "release 8052 true");
    assertThat(cli.out())
        .isEqualTo("port 8051 of \"web\" is given back\nport 8052 of \"web\" is given back\n");
  }

  @Test
  void release_ofALiveProcess_exits5AndSaysWhoAndWhat() {
    cli.manager.leases.add(Fixtures.leaseOf("web", 8051, 4711));
    cli.manager.released = ReleaseOutcome.HELD;
    assertThat(cli.run("release", "web")).isEqualTo(5);
    assertThat(cli.err())
        .isEqualTo(
            "portmanager: port 8051 of \"web\" is held by process 4711, which lives: end that"
                + " process, or take the port away with --force\n");
  }

  @Test
  void release_ofAnotherUser_exits5() {
    cli.manager.leases.add(Fixtures.leaseOf("web", 8051, 4711));
    cli.manager.released = ReleaseOutcome.OTHER_USER;
    assertThat(cli.run("release", "web", "--force")).isEqualTo(5);
    assertThat(cli.err()).contains("user ann");
  }

  @Test
  void release_unknownApp_exits3() {
    assertThat(cli.run("release", "web")).isEqualTo(3);
  }
}
