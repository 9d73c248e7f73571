package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.Listener;
import dev.portmanager.Ownership;
import dev.portmanager.PortState;
import dev.portmanager.PortStatus;
import dev.portmanager.ProcessInfo;
import dev.portmanager.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WhoCommandTest {

  private final CliRunner cli = new CliRunner();

  @Test
  void oneOwner_onTerminal_isAlignedTableWithAge() {
    cli.terminal = true;
    cli.environment = Map.of("NO_COLOR", "1");
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.python()));

    assertThat(cli.run("who", "8080")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            PORT  PROTO  ADDRESS         PID   USER  AGE  COMMAND
            8080  TCP    127.0.0.1:8080  4711  ann   12m  python3 -m http.server
            """);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void longCommand_onTerminal_isCutAtTheEdge() {
    cli.terminal = true;
    cli.environment = Map.of("NO_COLOR", "1");
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.process(1, "java ".repeat(100))));

    cli.run("who", "8080");

    assertThat(cli.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(cli.out()).endsWith("...\n");
  }

  @Test
  void oneOwner_inPipe_isTabbedLineWithExactTime() {
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.python()));

    assertThat(cli.run("who", "8080")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "8080\tTCP\t127.0.0.1:8080\t4711\tann\t2026-03-01T11:48:00Z\tpython3 -m http.server\n");
  }

  @Test
  void unknownParts_areDashes() {
    cli.manager.listeners.add(Fixtures.listener(8080, ProcessInfo.builder(7).build()));

    cli.run("who", "8080");

    assertThat(cli.out()).isEqualTo("8080\tTCP\t127.0.0.1:8080\t7\t-\t-\t-\n");
  }

  @Test
  void ipv6Address_isShortAndInBrackets() throws Exception {
    InetSocketAddress wildcard =
        new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 8080);
    cli.manager.listeners.add(
        new Listener(Protocol.UDP, wildcard, new Ownership.Known(List.of(Fixtures.python()))));

    cli.run("who", "8080");

    assertThat(cli.out()).startsWith("8080\tUDP\t[::]:8080\t4711");
  }

  @Test
  void nobody_exits3WithOneSentence() {
    assertThat(cli.run("who", "8080")).isEqualTo(3);

    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).isEqualTo("portmanager: nothing listens on port 8080\n");
  }

  @Test
  void hiddenOwner_exits5AndSaysWhy() {
    cli.manager.listeners.add(
        Fixtures.listener(8080, new Ownership.Hidden("it is root's; run as root to see it")));

    assertThat(cli.run("who", "8080")).isEqualTo(5);

    assertThat(cli.out())
        .isEqualTo(
            "8080\tTCP\t127.0.0.1:8080\t-\t-\t-\thidden: it is root's; run as root to see it\n");
    assertThat(cli.err())
        .isEqualTo("portmanager: port 8080: it is root's; run as root to see it\n");
  }

  @Test
  void severalPorts_takeOnePassAndEndWithTheHeaviestCode() {
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.python()));
    cli.manager.listeners.add(Fixtures.listener(8085, new Ownership.Hidden("not yours")));

    assertThat(cli.run("who", "8090", "8080", "8085", "8080")).isEqualTo(5);

    assertThat(cli.manager.calls).containsExactly("listeners 8080-8090");
    assertThat(cli.out().lines()).hasSize(2);
  }

  @Test
  void caveat_isSaidOnStandardError() {
    cli.manager.listeners.add(
        Fixtures.listener(
            8080,
            new Ownership.Known(
                List.of(Fixtures.python()), Optional.of("3 processes may not be looked at"))));

    assertThat(cli.run("who", "8080")).isZero();

    assertThat(cli.err()).isEqualTo("portmanager: port 8080: 3 processes may not be looked at\n");
  }

  @Test
  void json_hasTheDocumentedShape() {
    cli.manager.statuses.put(
        8080, new PortStatus(8080, PortState.IN_USE, "python3 listens", List.of()));
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.python()));

    assertThat(cli.run("who", "8080", "--json")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "{\"ports\":[{\"port\":8080,\"state\":\"IN_USE\",\"reason\":\"python3 listens\","
                + "\"listeners\":[{\"protocol\":\"TCP\",\"address\":\"127.0.0.1\",\"owners\":["
                + "{\"pid\":4711,\"name\":\"python3\",\"command\":\"python3 -m http.server\","
                + "\"user\":\"ann\",\"since\":\"2026-03-01T11:48:00Z\"}]}]}]}\n");
  }

  @Test
  void jsonOfHiddenOwner_saysWhyInsteadOfOwners() {
    cli.manager.listeners.add(Fixtures.listener(8080, new Ownership.Hidden("not yours")));

    cli.run("who", "8080", "--json");

    JsonObject listener =
        JsonParser.parseString(cli.out())
            .getAsJsonObject()
            .getAsJsonArray("ports")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("listeners")
            .get(0)
            .getAsJsonObject();
    assertThat(listener.get("hidden").getAsString()).isEqualTo("not yours");
    assertThat(listener.has("owners")).isFalse();
  }
}
