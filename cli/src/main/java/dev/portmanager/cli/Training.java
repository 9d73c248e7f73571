package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.TerminalFacts;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * Runs the usual commands once and shows nothing, so that the JVM can write down for later starts
 * which classes they take ({@code -XX:ArchiveClassesAtExit}). The start script runs it. Touches
 * nothing but the register of leases that it is given; ends no process.
 */
public final class Training {

  private static final String APP = "training";

  private Training() {}

  /**
   * Runs the commands.
   *
   * @param args an empty folder for a register of leases
   */
  public static void main(String[] args) {
    Main.useUnpackedJna();
    String registry = "--registry=" + args[0];
    run(registry, "get", APP, "--for=1s");
    run(registry, "port", APP);
    run(registry, "list");
    run(registry, "list", "--json");
    run(registry, "who", "1");
    run(registry, "who", "1", "2", "--json");
    run(registry, "check", "1");
    run(registry, "kill", "1", "--dry-run");
    run(registry, "run", APP, "--", "/nonexistent/program");
    run(registry, "release", APP);
    run(registry, "port", "nobody");
    run("who");
    System.exit(0);
  }

  private static void run(String... args) {
    World real = World.system();
    for (boolean terminal : new boolean[] {true, false}) {
      TerminalFacts facts =
          new TerminalFacts(false, terminal, terminal, 80, StandardCharsets.UTF_8);
      OutputStream nowhere = OutputStream.nullOutputStream();
      Terminal silent = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, facts);
      World world =
          new World(
              silent,
              real.environment(),
              Clock.systemUTC(),
              real.managers(),
              real.launchers(),
              real.pause());
      Cli.run(world, args);
    }
  }
}
