/** The command {@code portmanager}. Has no API: programs use {@code dev.portmanager.api}. */
@SuppressWarnings("requires-automatic")
module dev.portmanager.cli {
  requires static org.jspecify;
  requires static org.objectweb.asm;
  requires com.google.gson;
  requires dev.portmanager.api;
  requires dev.portmanager.jmx;
  requires info.picocli;
  requires io.prometheus.writer.text;
  requires java.management;
  requires jdk.httpserver;
  requires micrometer.core;
  requires micrometer.registry.prometheus;

  uses dev.portmanager.spi.AppLauncher;

  provides System.LoggerFinder with
      dev.portmanager.cli.StderrLogFinder;
}
