package dev.portmanager.core.registry;

import dev.portmanager.LeaseInfo;
import dev.portmanager.LeaseRegistryException;
import dev.portmanager.NativeCallException;
import dev.portmanager.spi.Host;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Opens the register that a manager is to use. */
public final class LeaseRegistries {

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private LeaseRegistries() {}

  /**
   * Opens the machine's register, or, where the machine has no place for one and none was chosen,
   * one of this JVM alone, with a warning once.
   *
   * @param folder the folder that was set up; empty: as the system property, the environment or the
   *     machine says
   * @param host the machine
   * @param expired what to tell of leases that are found to have ended by themselves
   * @return the register
   * @throws LeaseRegistryException if the place was chosen, or exists, and cannot be used
   */
  public static LeaseRegistry open(
      Optional<Path> folder, Host host, Consumer<? super LeaseInfo> expired) {
    Optional<String> pidNamespace = host.pidNamespace();
    if (pidNamespace.isEmpty()) {
      return onlyThisJvm(
          "the system shows process ids of another pid namespace than this process's, so that"
              + " nobody can tell whether a lease's holder lives",
          host);
    }
    Optional<RegistryPlace> place;
    try {
      place = RegistryPlace.choose(folder, host);
    } catch (NativeCallException e) {
      return onlyThisJvm("the system does not tell where it would be: " + e.getMessage(), host);
    }
    if (place.isEmpty()) {
      return onlyThisJvm("this machine has no folder that all users share in memory", host);
    }
    Path at = place.get().folder();
    Optional<Path> root = place.get().commonRoot();
    if (root.isPresent() && !canHave(root.get(), at)) {
      return onlyThisJvm(at.getParent() + " cannot be written", host);
    }
    return new MachineRegistry(place.get(), host, pidNamespace.get(), expired);
  }

  private static boolean canHave(Path root, Path folder) {
    return Files.isWritable(root) || Files.isWritable(folder);
  }

  private static LeaseRegistry onlyThisJvm(String reason, Host host) {
    if (WARNED.compareAndSet(false, true)) {
      log()
          .log(
              Level.WARNING,
              "ports are unique in this JVM only: {0}; choose a folder for the register of leases"
                  + " with the system property portmanager.registry",
              reason);
    }
    return new JvmRegistry(reason, host.userName(host.userId()));
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(LeaseRegistries.class.getName());
  }
}
