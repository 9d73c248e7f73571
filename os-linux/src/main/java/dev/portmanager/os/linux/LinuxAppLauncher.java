package dev.portmanager.os.linux;

import dev.portmanager.os.linux.jna.SystemCalls;
import dev.portmanager.os.linux.launch.Exec;
import dev.portmanager.os.linux.procfs.ProcFs;
import dev.portmanager.spi.AppLauncher;
import java.nio.file.Path;

/**
 * Becomes an application by execve, so that pid, signals and exit code are its own. Loads JNA at
 * the first launch. Safe for use by several threads, though one launch ends them all.
 */
public final class LinuxAppLauncher implements AppLauncher {

  /** Creates a launcher; loads no native library. */
  public LinuxAppLauncher() {}

  @Override
  public boolean isSupported() {
    return "Linux".equals(System.getProperty("os.name")) && SystemCalls.isKnown();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an argument or a variable holds a zero character
   */
  @Override
  public int launch(App app) throws NoSuchProgramException {
    Backend.loadBinding();
    return new Exec(new ProcFs(Path.of("/proc"))).become(app);
  }
}
