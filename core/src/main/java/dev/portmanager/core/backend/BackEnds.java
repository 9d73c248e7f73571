package dev.portmanager.core.backend;

import dev.portmanager.UnsupportedPlatformException;
import dev.portmanager.spi.ProcessKiller;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link ProcessKiller} for the system it runs on, by {@link ServiceLoader}. Safe for use
 * by several threads; remembers nothing.
 */
public final class BackEnds {

  /** A loader that never stops failing is given up after this many failures. */
  static final int MAX_BROKEN = 32;

  private static final System.Logger LOG = System.getLogger(BackEnds.class.getName());

  private BackEnds() {}

  /**
   * Returns the first back end that supports this system, of those that the class loader of this
   * class sees. The thread's context class loader plays no part.
   *
   * <p>A back end that cannot be loaded never hides a working one. Creates each back end that is
   * found, which is cheap, and loads no native library. Where several support this system, the
   * first wins and a warning names all of them.
   *
   * @return a new back end
   * @throws UnsupportedPlatformException if there is none; its message names the system and what to
   *     add, and what went wrong with each back end is attached as suppressed
   */
  public static ProcessKiller find() {
    return find(BackEnds.class.getClassLoader());
  }

  /** As {@link #find()}, but sees what {@code loader} sees; null is the system's class loader. */
  static ProcessKiller find(@Nullable ClassLoader loader) {
    // Here, not in a class of its own: the module that calls load is the one that must "use" it.
    return choose(ServiceLoader.load(ProcessKiller.class, loader).iterator());
  }

  private static ProcessKiller choose(Iterator<ProcessKiller> found) {
    List<ProcessKiller> supported = new ArrayList<>();
    List<String> unsupported = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    while (broken.size() < MAX_BROKEN) {
      try {
        // A provider with a missing superclass fails hasNext, one whose constructor fails, next.
        if (!found.hasNext()) {
          break;
        }
        ProcessKiller backEnd = found.next();
        if (backEnd.isSupported()) {
          supported.add(backEnd);
        } else {
          unsupported.add(backEnd.getClass().getName());
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken.add(e);
      }
    }
    if (supported.isEmpty()) {
      throw noneFor(unsupported, broken);
    }
    ProcessKiller first = supported.get(0);
    for (Throwable failure : broken) {
      LOG.log(System.Logger.Level.DEBUG, "a back end that is not needed cannot be loaded", failure);
    }
    if (supported.size() > 1) {
      LOG.log(
          System.Logger.Level.WARNING,
          "several back ends support this system: {0} is used, of: {1}; remove the others from the"
              + " class path",
          first.getClass().getName(),
          supported.stream().map(b -> b.getClass().getName()).collect(Collectors.joining(", ")));
    }
    return first;
  }

  private static UnsupportedPlatformException noneFor(
      List<String> unsupported, List<Throwable> broken) {
    String system = System.getProperty("os.name", "unknown");
    StringBuilder message = new StringBuilder(200);
    message.append("no back end for the operating system \"").append(system).append("\" was found");
    if (!unsupported.isEmpty()) {
      message.append("; not for this system: ").append(String.join(", ", unsupported));
    }
    if (!broken.isEmpty()) {
      message.append("; cannot be loaded (see the suppressed exceptions): ").append(broken.size());
    }
    message.append(". ").append(remedy(system));
    UnsupportedPlatformException failure = new UnsupportedPlatformException(message.toString());
    broken.forEach(failure::addSuppressed);
    return failure;
  }

  private static String remedy(String system) {
    String lower = system.toLowerCase(Locale.ROOT);
    String artefact;
    if (lower.startsWith("linux")) {
      artefact = "portmanager-os-linux";
    } else if (lower.startsWith("mac os") || lower.startsWith("darwin")) {
      artefact = "portmanager-os-macos";
    } else if (lower.startsWith("windows")) {
      artefact = "portmanager-os-windows";
    } else {
      return "Linux, macOS and Windows have one; for another system, implement "
          + ProcessKiller.class.getName()
          + " and give it to PortManagers.builder().processKiller(...)";
    }
    return "Add the dependency dev.portmanager:"
        + artefact
        + ", or check that nothing excludes it or what it depends on";
  }
}
