package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.TerminalFacts;
import dev.portmanager.spi.AppLauncher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Runs a command line in this process over a fake manager. */
final class CliRunner {

  final FakePortManager manager = new FakePortManager();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  Map<String, String> environment = Map.of("HOME", "/home/ann");
  Optional<AppLauncher> launcher = Optional.empty();
  Optional<Path> registry = Optional.empty();
  World.Pause pause = period -> false;
  Charset charset = StandardCharsets.UTF_8;
  boolean terminal;
  boolean person;
  int columns = 80;
  String input = "";

  int run(String... args) {
    TerminalFacts facts = new TerminalFacts(person, terminal, person, columns, charset);
    World world =
        new World(
            new Terminal(new ByteArrayInputStream(input.getBytes(charset)), out, err, facts),
            environment,
            Clock.fixed(Fixtures.NOW, ZoneOffset.UTC),
            (chosen, range, name) -> {
              registry = chosen;
              manager.range = range;
              manager.name = name;
              return manager;
            },
            () -> launcher,
            pause);
    return Cli.run(world, args);
  }

  String out() {
    return out.toString(charset);
  }

  String err() {
    return err.toString(charset);
  }
}
