/**
 * The back end of Port Manager for macOS: nothing is exported, everything is found by {@link
 * java.util.ServiceLoader}.
 */
module dev.portmanager.os.macos {
  requires com.sun.jna;
  requires dev.portmanager.api;
  requires static org.jspecify;

  provides dev.portmanager.spi.ProcessKiller with
      dev.portmanager.os.macos.MacProcessKiller;
  provides dev.portmanager.spi.AppLauncher with
      dev.portmanager.os.macos.MacAppLauncher;
}
