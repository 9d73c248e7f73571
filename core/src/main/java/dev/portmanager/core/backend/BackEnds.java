package dev.portmanager.core.backend;

import dev.portmanager.UnsupportedPlatformException;
import dev.portmanager.spi.ClassPathServices;
import dev.portmanager.spi.ProcessKiller;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link ProcessKiller} for the system it runs on, by {@link ServiceLoader}. Safe for use
 * by several threads; remembers nothing.
 */
public final class BackEnds {

  /** A loader that never stops failing is given up after this many failures. */
  static final int MAX_BROKEN = 32;

  private BackEnds() {}

  /**
   * Returns the first back end that supports this system, of those that the class loader of this
   * class sees. The thread's context class loader plays no part.
   *
   * <p>A back end that cannot be loaded never hides a working one. Looks no further than it must,
   * since each jar that is opened takes time of an application's start; {@link #survey()} tells
   * whether there are others. Creating a back end is cheap and loads no native library.
   *
   * @return a new back end
   * @throws UnsupportedPlatformException if there is none; its message names the system and what to
   *     add, and what went wrong with each back end is attached as suppressed
   */
  public static ProcessKiller find() {
    ClassLoader loader = BackEnds.class.getClassLoader();
    Optional<ProcessKiller> first = ClassPathServices.first(ProcessKiller.class, loader);
    return first.isPresent() && first.get().isSupported() ? first.get() : find(loader);
  }

  /**
   * What a look at every back end found.
   *
   * @param supported the class names of those that support this system, in the order in which they
   *     are found
   * @param broken what went wrong with each that cannot be loaded, at most {@value #MAX_BROKEN}
   */
  public record Survey(List<String> supported, List<Throwable> broken) {

    /** Copies the lists. */
    public Survey {
      supported = List.copyOf(supported);
      broken = List.copyOf(broken);
    }
  }

  /**
   * Looks at every back end, for a report: more than one that supports this system, and any that
   * cannot be loaded, are there by mistake.
   *
   * @return what was found
   */
  public static Survey survey() {
    return survey(BackEnds.class.getClassLoader());
  }

  static Survey survey(@Nullable ClassLoader loader) {
    List<String> supported = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    Iterator<ProcessKiller> found = ServiceLoader.load(ProcessKiller.class, loader).iterator();
    while (broken.size() < MAX_BROKEN) {
      try {
        if (!found.hasNext()) {
          break;
        }
        ProcessKiller backEnd = found.next();
        if (backEnd.isSupported()) {
          supported.add(backEnd.getClass().getName());
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken.add(e);
      }
    }
    return new Survey(supported, broken);
  }

  /** As {@link #find()}, but sees what {@code loader} sees; null is the system's class loader. */
  static ProcessKiller find(@Nullable ClassLoader loader) {
    // Here, not in a class of its own: the module that calls load is the one that must "use" it.
    return choose(ServiceLoader.load(ProcessKiller.class, loader).iterator());
  }

  private static ProcessKiller choose(Iterator<ProcessKiller> found) {
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
          sayNotNeeded(broken);
          return backEnd;
        }
        unsupported.add(backEnd.getClass().getName());
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        broken.add(e);
      }
    }
    throw noneFor(unsupported, broken);
  }

  private static void sayNotNeeded(List<Throwable> broken) {
    for (Throwable failure : broken) {
      System.getLogger(BackEnds.class.getName())
          .log(
              System.Logger.Level.DEBUG, "a back end that is not needed cannot be loaded", failure);
    }
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
