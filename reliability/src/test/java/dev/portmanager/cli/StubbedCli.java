package dev.portmanager.cli;

import dev.portmanager.PortManagerException;
import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.TerminalFacts;
import dev.portmanager.reliability.fuzz.Bytes;
import dev.portmanager.reliability.fuzz.Harmless;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Runs a command line in this process over a stub, and looks at what it says. */
final class StubbedCli {

  private static final int HIGHEST_CODE = 127;

  private final String text;
  private final boolean terminal;

  /**
   * Creates an object.
   *
   * @param text every text in what the stub answers
   * @param terminal whether the streams are terminals
   */
  StubbedCli(String text, boolean terminal) {
    this.text = text;
    this.terminal = terminal;
  }

  /** Runs it; returns what it printed to standard output. */
  byte[] run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    TerminalFacts facts = new TerminalFacts(false, terminal, terminal, 80, StandardCharsets.UTF_8);
    World world =
        new World(
            new Terminal(new ByteArrayInputStream(new byte[0]), out, err, facts),
            Map.of("HOME", "/home/ann", "NO_COLOR", "1"),
            Clock.fixed(StubManager.NOW, ZoneOffset.UTC),
            (registry, range, name) -> {
              if (!name.equals("cli")) {
                throw new PortManagerException("no server is started here: " + text);
              }
              return StubManager.of(text);
            },
            Optional::empty,
            period -> false);
    int code = Cli.run(world, args);
    String said = err.toString(StandardCharsets.UTF_8);
    Bytes.require(code >= 0 && code <= HIGHEST_CODE, "exit code " + code);
    Bytes.require(!said.startsWith("portmanager: something unforeseen"), said);
    Harmless.requireLines(said);
    return out.toByteArray();
  }
}
