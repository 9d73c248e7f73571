package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portmanager.LeaseInfo;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListCommandTest {

  private final CliRunner cli = new CliRunner();

  @Test
  void leasesAndListeners_onTerminal_standSideBySide() {
    cli.terminal = true;
    cli.columns = 120;
    cli.environment = Map.of("NO_COLOR", "1");
    cli.manager.leases.add(Fixtures.leaseOf("web", 8050, 4711));
    cli.manager.leases.add(Fixtures.leaseOf("api", 8052, 99));
    cli.manager.listeners.add(Fixtures.listener(8050, Fixtures.python()));
    cli.manager.listeners.add(Fixtures.listener(8051, Fixtures.process(5, "node x.js")));

    assertThat(cli.run("list")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            PORT  STATE   APP  PID   USER  AGE  PROTO  ADDRESS         COMMAND
            8050  LEASED  web  4711  ann   12m  TCP    127.0.0.1:8050  python3 -m http.server
            8051  IN_USE  -    5     ann   12m  TCP    127.0.0.1:8051  node x.js
            8052  LEASED  api  99    ann   5s   -      -               nothing listens yet
            """);
  }

  @Test
  void leasesAndListeners_inPipe_areTabbedLines() {
    cli.manager.leases.add(Fixtures.leaseOf("my web", 8050, 4711));

    assertThat(cli.run("list")).isZero();

    assertThat(cli.out())
        .isEqualTo("8050\tLEASED\tmy web\t4711\tann\t2026-03-01T11:59:55Z\t-\t-\t-\n");
  }

  @Test
  void leaseForATime_onTerminal_saysWhenItEnds() {
    cli.terminal = true;
    cli.columns = 120;
    cli.manager.leases.add(
        new LeaseInfo(
            "web", 8050, 7, Fixtures.NOW, "ann", Optional.of(Fixtures.NOW.plusSeconds(119))));
    cli.run("list", "--color=never");
    assertThat(cli.out()).endsWith("nothing listens yet; ends in 1m\n");
  }

  @Test
  void nothing_onTerminal_isASentence() {
    cli.terminal = true;
    assertThat(cli.run("list", "--range", "9000-9010")).isZero();
    assertThat(cli.out())
        .isEqualTo("No lease on this machine, and no listener on the ports 9000-9010.\n");
  }

  @Test
  void nothing_inPipe_isNothing() {
    assertThat(cli.run("list")).isZero();
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void colours_onTerminal_areUsed() {
    cli.terminal = true;
    cli.manager.leases.add(Fixtures.leaseOf("web", 8050, 4711));
    cli.run("list");
    assertThat(cli.out()).startsWith("\u001b[1mPORT\u001b[0m");
  }

  @Test
  void colours_inPipe_canBeForced() {
    cli.terminal = true;
    cli.environment = Map.of("NO_COLOR", "1");
    cli.manager.leases.add(Fixtures.leaseOf("web", 8050, 4711));
    cli.run("list", "--color=always");
    assertThat(cli.out()).startsWith("\u001b[1mPORT\u001b[0m");
  }

  @Test
  void json_hasLeasesAndListeners() {
    cli.manager.leases.add(
        new LeaseInfo(
            "web", 8050, 7, Fixtures.NOW, "ann", Optional.of(Fixtures.NOW.plusSeconds(120))));
    cli.manager.listeners.add(Fixtures.listener(8051, Fixtures.process(5, "node")));

    assertThat(cli.run("list", "--json")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "{\"leases\":[{\"app\":\"web\",\"port\":8050,\"pid\":7,"
                + "\"since\":\"2026-03-01T12:00:00Z\",\"user\":\"ann\","
                + "\"expiresAt\":\"2026-03-01T12:02:00Z\"}],"
                + "\"listeners\":[{\"port\":8051,\"protocol\":\"TCP\",\"address\":\"127.0.0.1\","
                + "\"owners\":[{\"pid\":5,\"name\":\"node\",\"command\":\"node\","
                + "\"user\":\"ann\",\"since\":\"2026-03-01T11:48:00Z\"}]}]}\n");
  }

  @Test
  void watch_inPipe_printsABlockAtEachChangeOnly() {
    AtomicInteger looks = new AtomicInteger();
    cli.manager.leases.add(Fixtures.leaseOf("web", 8050, 4711));
    cli.pause =
        period -> {
          if (looks.incrementAndGet() == 2) {
            cli.manager.leases.add(Fixtures.leaseOf("api", 8051, 4712));
          }
          return looks.get() < 4;
        };

    assertThat(cli.run("list", "--watch")).isZero();

    String web = "8050\tLEASED\tweb\t4711\tann\t2026-03-01T11:59:55Z\t-\t-\t-\n";
    String api = "8051\tLEASED\tapi\t4712\tann\t2026-03-01T11:59:55Z\t-\t-\t-\n";
    assertThat(cli.out()).isEqualTo(web + "\n" + web + api);
  }

  @Test
  void watch_onTerminal_hasAScreenOfItsOwnAndLeavesIt() {
    cli.terminal = true;
    assertThat(cli.run("list", "--watch")).isZero();
    assertThat(cli.out())
        .startsWith("\u001b[?1049h\u001b[?25l\u001b[H")
        .endsWith("\u001b[?25h\u001b[?1049l");
  }

  @Test
  void watchJson_isOneDocumentALine() {
    cli.run("list", "--watch", "--json");
    assertThat(cli.out()).isEqualTo("{\"leases\":[],\"listeners\":[]}\n");
  }
}
