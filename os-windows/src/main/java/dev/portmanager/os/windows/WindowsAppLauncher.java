package dev.portmanager.os.windows;

import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.launch.ChildApp;
import dev.portmanager.spi.AppLauncher;

/**
 * Runs an application as a child: Windows lets no process become another. The child and everything
 * it starts end with this process; console events reach the child, and its exit code is returned.
 * Loads JNA at the first launch. Safe for use by several threads.
 */
public final class WindowsAppLauncher implements AppLauncher {

  /** Creates a launcher; loads no native library. */
  public WindowsAppLauncher() {}

  @Override
  public boolean isSupported() {
    return WindowsProcessKiller.isWindows();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an argument or a variable cannot be passed on: it holds a
   *     zero character, or one that cmd.exe acts on and the program is a batch file
   */
  @Override
  public int launch(App app) throws NoSuchProgramException {
    if (app.holdPort().isPresent()) {
      throw new UnsupportedOperationException(
          "a port cannot be held for an app on Windows, where a hold keeps the app off too: run it"
              + " without --hold");
    }
    return new ChildApp(Win32.real().kernel32().get()).run(app, System.getenv());
  }
}
