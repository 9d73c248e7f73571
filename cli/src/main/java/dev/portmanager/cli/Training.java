package dev.portmanager.cli;

import dev.portmanager.cli.output.Terminal;
import dev.portmanager.cli.output.TerminalFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
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
   * @throws IOException if no port can be bound
   */
  public static void main(String[] args) throws IOException {
    Main.useUnpackedJna();
    // A listener with an owner, so that what shows one is trained too.
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      train("--registry=" + args[0], Integer.toString(listener.getLocalPort()));
    }
    System.exit(0);
  }

  private static void train(String registry, String port) {
    run("get", APP, "--for=1s", registry);
    run("port", APP, registry);
    run("list", registry);
    run("list", "--json", registry);
    run("who", port, registry);
    run("who", port, "1", registry);
    run("who", port, "--json", registry);
    run("check", port, "1", registry);
    run("kill", port, "--dry-run", registry);
    run("run", APP, registry, "--", "/nonexistent/program");
    run("release", APP, registry);
    run("who");
    run("--help");
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
