package dev.portmanager.cli;

import dev.portmanager.UnsupportedPlatformException;
import dev.portmanager.spi.AppLauncher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the launcher for this system. */
final class Launchers {

  private static final int MAX_BROKEN = 16;

  private Launchers() {}

  /**
   * Returns the first launcher that supports this system.
   *
   * @return the launcher; empty if there is none
   * @throws UnsupportedPlatformException if there is none, and one could not be loaded
   */
  static Optional<AppLauncher> find() {
    Iterator<AppLauncher> found =
        ServiceLoader.load(AppLauncher.class, Launchers.class.getClassLoader()).iterator();
    List<Throwable> broken = new ArrayList<>();
    while (broken.size() < MAX_BROKEN) {
      try {
        // Both calls can fail for one provider and go on to the next.
        if (!found.hasNext()) {
          break;
        }
        AppLauncher launcher = found.next();
        if (launcher.isSupported()) {
          return Optional.of(launcher);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add(e);
      }
    }
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    UnsupportedPlatformException failure =
        new UnsupportedPlatformException("no launcher can be loaded: " + broken.get(0));
    broken.forEach(failure::addSuppressed);
    throw failure;
  }
}
