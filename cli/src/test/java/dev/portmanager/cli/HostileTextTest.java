package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portmanager.Diagnosis;
import dev.portmanager.KillOutcome.Result;
import dev.portmanager.LeaseInfo;
import dev.portmanager.Ownership;
import dev.portmanager.PortManagerException;
import dev.portmanager.PortState;
import dev.portmanager.ProcessInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever other processes call themselves, a terminal and a parser only ever see harmless text.
 */
class HostileTextTest {

  private static final String HOSTILE =
      "\u001b]0;owned\u0007\u001b[2J\r\n8081\t\u009b31m\u202egpj.exe\u2028\ud83d x \udc00\u0000";

  private final CliRunner cli = new CliRunner();

  @BeforeEach
  void everythingIsHostile() {
    ProcessInfo process =
        ProcessInfo.builder(9).name(HOSTILE).commandLine(HOSTILE).user(HOSTILE).build();
    cli.manager.listeners.add(Fixtures.listener(8080, process));
    cli.manager.listeners.add(Fixtures.listener(8080, new Ownership.Hidden(HOSTILE)));
    cli.manager.leases.add(
        new LeaseInfo(HOSTILE, 8081, 9, Fixtures.NOW, HOSTILE, Optional.empty()));
    cli.manager.findings.add(Diagnosis.limited(HOSTILE, HOSTILE, HOSTILE));
    cli.manager.killing =
        (port, options) ->
            Fixtures.report(
                port, PortState.FREE, HOSTILE, Fixtures.outcome(process, Result.REFUSED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"who 8080", "list", "kill 8080", "check 8080", "doctor"})
  void text_isPlainLines(String command) {
    for (boolean terminal : new boolean[] {false, true}) {
      cli.terminal = terminal;
      cli.run((command + " --color=never").split(" "));
      assertHarmless(cli.out() + cli.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"who 8080", "list", "kill 8080", "check 8080", "doctor"})
  void json_isOneHarmlessLineThatParses(String command) throws Exception {
    cli.run((command + " --json").split(" "));

    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cli.out.toByteArray()));
    assertHarmless(cli.out());
    assertThat(cli.out().lines()).hasSize(1);
    assertThat(JsonParser.parseString(cli.out())).isInstanceOf(JsonObject.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "release", "get"})
  void badAppName_isShownHarmlessly(String command) {
    assertThat(cli.run(command, HOSTILE)).isEqualTo(2);
    assertHarmless(cli.err());
    assertThat(cli.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"who", "kill", "nonsense", "--registry"})
  void badArgument_isShownHarmlessly(String command) {
    assertThat(cli.run(command, HOSTILE)).isEqualTo(2);
    assertHarmless(cli.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--verbose"})
  void failure_isShownHarmlessly(String option) {
    cli.manager.leasing =
        request -> {
          throw new PortManagerException(HOSTILE, new IllegalStateException(HOSTILE));
        };
    cli.run("get", "web", option.isEmpty() ? "--strict" : option, "--preferred=8050");
    assertHarmless(cli.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"who 8080", "who 8080 --json"})
  void hugeCommandLine_isCut(String command) {
    cli.manager.listeners.clear();
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.process(9, "x".repeat(100_000))));
    cli.run(command.split(" "));
    assertThat(cli.out().length()).isBetween(4_096, 10_000);
  }

  private static void assertHarmless(String text) {
    assertThat(text).isNotEmpty();
    text.codePoints()
        .filter(character -> character != '\n' && character != '\t')
        .forEach(
            character ->
                assertThat(Character.getType(character))
                    .as("type of U+%04X in %s", character, text)
                    .isNotIn(
                        (int) Character.CONTROL,
                        (int) Character.FORMAT,
                        (int) Character.SURROGATE,
                        (int) Character.LINE_SEPARATOR));
  }
}
