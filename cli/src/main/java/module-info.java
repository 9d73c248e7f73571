/** The command {@code portmanager}. Has no API: programs use {@code dev.portmanager.api}. */
module dev.portmanager.cli {
  requires static org.jspecify;
  requires static org.objectweb.asm;
  requires com.google.gson;
  requires dev.portmanager.api;
  requires info.picocli;

  uses dev.portmanager.spi.AppLauncher;

  provides System.LoggerFinder with
      dev.portmanager.cli.StderrLogFinder;
}
