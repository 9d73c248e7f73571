package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.Printable;
import dev.portmanager.spi.Host;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a register lies.
 *
 * @param folder the folder of this user's register
 * @param commonRoot the folder in which every user has such a folder; empty if the place was chosen
 *     explicitly, and so is of nobody else's concern
 */
record RegistryPlace(Path folder, Optional<Path> commonRoot) {

  /** What the name of a user's folder begins with; the user's number follows. */
  static final String FOLDER_PREFIX = "portmanager-";

  private static final int LONGEST_SHOWN = 200;
  private static final String PROPERTY = "portmanager.registry";
  private static final String VARIABLE = "PORTMANAGER_REGISTRY";

  /**
   * Decides on the place: the one that was set up, else the system property {@value #PROPERTY},
   * else the environment variable {@value #VARIABLE}, else the machine's.
   *
   * @return the place; empty if none was chosen and the machine has none
   * @throws LeaseRegistryException if what was chosen cannot be a path
   */
  static Optional<RegistryPlace> choose(Optional<Path> setUp, Host host) {
    Optional<Path> chosen = setUp;
    if (chosen.isEmpty()) {
      chosen = path("the system property " + PROPERTY, System.getProperty(PROPERTY));
    }
    if (chosen.isEmpty()) {
      chosen = path("the environment variable " + VARIABLE, System.getenv(VARIABLE));
    }
    if (chosen.isPresent()) {
      return Optional.of(new RegistryPlace(chosen.get().toAbsolutePath(), Optional.empty()));
    }
    Optional<Path> root = host.registryRoot();
    return root.isEmpty()
        ? Optional.empty()
        : Optional.of(new RegistryPlace(root.get().resolve(FOLDER_PREFIX + host.userId()), root));
  }

  /**
   * Returns the name of the register of this start of the machine, this world of process ids and
   * this world of ports: what another one wrote is of no meaning here, so it is another file.
   */
  static String fileName(Host host, String pidNamespace) {
    return "leases-" + host.bootId() + "-" + pidNamespace + "-" + host.networkNamespace();
  }

  private static Optional<Path> path(String setting, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw new LeaseRegistryException(
          setting
              + " names no folder: \""
              + Printable.of(value, LONGEST_SHOWN)
              + "\" cannot be a path ("
              + Printable.of(e.getReason(), LONGEST_SHOWN)
              + "); set it to a folder, or not at all",
          e);
    }
  }
}
