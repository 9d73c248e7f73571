package dev.portmanager.cli;

/** The program {@code portmanager}. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code, see {@link ExitCode}.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    int code = Cli.run(World.system(), args);
    System.exit(code);
  }
}
