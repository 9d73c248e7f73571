package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

class CliTest {

  private final CliRunner cli = new CliRunner();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "who",
        "who x",
        "who 0",
        "who 65536",
        "who 99999999999",
        "who 80x",
        "who ٨٠",
        "lst",
        "who 80 --nope",
        "kill 80 --grace=3",
        "kill 80 --grace=-1s",
        "list --range=9-1",
        "port",
        "list --color=blue",
        "get a --wait=1y",
        "completion fish",
        "get a b",
        "serve --allow=",
        "serve --allow=find,stop",
        "serve --metrics-port=65536",
        "serve --metrics-port=-1",
        "serve web"
      })
  void badInput_exits2WithOneSentenceThatNamesTheHelp(String line) {
    int code = cli.run(line.split(" "));
    assertThat(code).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines())
        .singleElement()
        .asString()
        .matches("portmanager: .*; see portmanager( [a-z]+)? --help");
  }

  @Test
  void unknownCommand_isToldWhatIsMeant() {
    cli.run("lst");
    assertThat(cli.err())
        .isEqualTo(
            "portmanager: there is no \"lst\" here, perhaps you mean list; see portmanager"
                + " --help\n");
  }

  @Test
  void noCommand_showsHelpAndExits2() {
    assertThat(cli.run()).isEqualTo(2);
    assertThat(cli.err()).startsWith("Usage: portmanager").contains("who");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "port",
        "run",
        "list",
        "who",
        "kill",
        "check",
        "release",
        "doctor",
        "serve",
        "completion"
      })
  void help_ofEachCommand_goesToStandardOutput(String command) {
    assertThat(cli.run(command, "--help")).isZero();
    assertThat(cli.out()).startsWith("Usage: portmanager " + command).contains("--registry=DIR");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void globalOptions_standBeforeOrAfterTheCommand() {
    cli.run("--registry", "/tmp/a", "list");
    assertThat(cli.registry).hasValue(Path.of("/tmp/a"));
    cli.run("list", "--registry", "/tmp/b");
    assertThat(cli.registry).hasValue(Path.of("/tmp/b"));
  }

  @Test
  void version_isOneLine() {
    assertThat(cli.run("--version")).isZero();
    assertThat(cli.out()).startsWith("portmanager ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "3s, PT3S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "PT5S, PT5S",
    "pt1h, PT1H",
    "0s, PT0S",
    "1H, PT1H"
  })
  void duration_isRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "s", "3 s", "-3s", "3x", "1h30", "PT-5S", "P", "1e3s", "٣s"})
  void badDuration_isRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("500ms");
  }

  @Test
  void names_inAnEncodingWithoutThem_areEscapedAndNotLost() {
    cli.charset = StandardCharsets.ISO_8859_1;
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.process(1, "é世")));
    cli.run("who", "8080");
    assertThat(cli.out()).endsWith("é\\u{4e16}\n");
  }

  @Test
  void json_isUtf8WhateverTheTerminal() {
    cli.charset = StandardCharsets.ISO_8859_1;
    cli.manager.listeners.add(Fixtures.listener(8080, Fixtures.process(1, "é世")));
    cli.run("who", "8080", "--json");
    assertThat(cli.out.toString(StandardCharsets.UTF_8)).contains("\"name\":\"é世\"");
  }

  @Test
  void exitCode_ofSeveral_isTheHeaviest() {
    assertThat(ExitCode.DONE.and(ExitCode.NOTHING_THERE)).isEqualTo(ExitCode.NOTHING_THERE);
    assertThat(ExitCode.FAILED.and(ExitCode.NOTHING_THERE)).isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.FAILED.and(ExitCode.PERMISSION)).isEqualTo(ExitCode.PERMISSION);
  }

  @Test
  void misuseWithoutAWord_isStillOneSentence() {
    CommandLine line = Cli.model();
    assertThat(Cli.sentence(new ParameterException(line, "Error: "))).isNotBlank();
    assertThat(Cli.sentence(new ParameterException(line, ""))).isNotBlank();
    assertThat(Cli.sentence(new ParameterException(line, "Error: Bad"))).isEqualTo("bad");
  }
}
