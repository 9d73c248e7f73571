package dev.portmanager.core.registry;

import dev.portmanager.spi.Host;
import java.nio.file.Path;
import java.util.Optional;

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

  private static final String PROPERTY = "portmanager.registry";
  private static final String VARIABLE = "PORTMANAGER_REGISTRY";

  /**
   * Decides on the place: the one that was set up, else the system property {@value #PROPERTY},
   * else the environment variable {@value #VARIABLE}, else the machine's.
   *
   * @return the place; empty if none was chosen and the machine has none
   */
  static Optional<RegistryPlace> choose(Optional<Path> setUp, Host host) {
    Optional<Path> chosen = setUp;
    if (chosen.isEmpty()) {
      chosen = text(System.getProperty(PROPERTY));
    }
    if (chosen.isEmpty()) {
      chosen = text(System.getenv(VARIABLE));
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

  private static Optional<Path> text(@org.jspecify.annotations.Nullable String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(Path.of(value));
  }
}
