/**
 * The back end of Port Manager for Windows: nothing is exported, everything is found by {@link
 * java.util.ServiceLoader}.
 */
module dev.portmanager.os.windows {
  requires com.sun.jna;
  requires dev.portmanager.api;
  requires static org.jspecify;

  // JNA makes proxies of the binding interfaces and creates their callbacks.
  opens dev.portmanager.os.windows.jna to
      com.sun.jna;

  provides dev.portmanager.spi.ProcessKiller with
      dev.portmanager.os.windows.WindowsProcessKiller;
  provides dev.portmanager.spi.AppLauncher with
      dev.portmanager.os.windows.WindowsAppLauncher;
}
