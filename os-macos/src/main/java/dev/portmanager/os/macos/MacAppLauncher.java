package dev.portmanager.os.macos;

import dev.portmanager.os.macos.launch.Exec;
import dev.portmanager.spi.AppLauncher;

/**
 * Becomes an application by execve, so that pid, signals and exit code are its own. Loads JNA at
 * the first launch. Safe for use by several threads, though one launch ends them all.
 */
public final class MacAppLauncher implements AppLauncher {

  /** Creates a launcher; loads no native library. */
  public MacAppLauncher() {}

  @Override
  public boolean isSupported() {
    return MacHost.isMac();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an argument or a variable holds a zero character
   * @throws UnsupportedOperationException if a hold is asked for: by the rules of BSD, a bound
   *     socket keeps the application itself off the port
   */
  @Override
  public int launch(App app) throws NoSuchProgramException {
    if (app.holdPort().isPresent()) {
      throw new UnsupportedOperationException(
          "a port cannot be held for an application on macOS, where a bound socket would keep the"
              + " application itself off it; leave --hold out: the lease keeps other applications"
              + " that ask Port Manager off");
    }
    Binding.load();
    return Exec.become(app);
  }
}
