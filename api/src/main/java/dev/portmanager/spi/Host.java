package dev.portmanager.spi;

import dev.portmanager.PortRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Facts of the machine and of this process that an allocation needs. They load no native library
 * where the system tells them without one, as Linux does and macOS does not. Safe for use by
 * several threads.
 */
public interface Host {

  /**
   * Returns what names this run of the machine: it changes with each start of the system.
   *
   * @return letters, digits and {@code -} only
   */
  String bootId();

  /**
   * Returns what names the world of process ids that this process lives in: equal for two processes
   * exactly if a pid means the same to both.
   *
   * @return letters, digits and {@code -} only; empty if the system itself shows process ids of
   *     another world than this process's own, so that none can be judged
   */
  Optional<String> pidNamespace();

  /**
   * Returns the id of this process, as {@link #presence} takes it.
   *
   * @return at least 1
   */
  default long pid() {
    return ProcessHandle.current().pid();
  }

  /**
   * Returns what names the world of ports that this process lives in: equal for two processes
   * exactly if a port means the same to both.
   *
   * @return letters, digits and {@code -} only
   */
  String networkNamespace();

  /**
   * Returns the user this process runs as.
   *
   * @return the effective user's number or security identifier: letters, digits and {@code -} only
   */
  String userId();

  /**
   * Returns the login name of a user.
   *
   * @param userId the user, in the form of {@link #userId()}
   * @return the name; {@code userId} itself where it has none
   */
  String userName(String userId);

  /**
   * Tells whether a process exists now.
   *
   * @param pid its process id
   * @return whether it does
   */
  Presence presence(long pid);

  /**
   * Returns the time since the machine started, the same for all processes, moved by no change of
   * the clock.
   *
   * @return at least zero
   */
  Duration uptime();

  /**
   * Returns the folder in which every user of the machine has a register of leases of their own:
   * the same for all processes, and writable by every user without letting one remove another's
   * files.
   *
   * @return an existing folder; empty if this machine has none
   * @throws dev.portmanager.NativeCallException if the system does not tell
   */
  Optional<Path> registryRoot();

  /**
   * Returns the user who owns a file, for judging whether it can be trusted.
   *
   * @param file an existing file; a symbolic link is not followed
   * @return the owner, in the form of {@link #userId()}
   * @throws java.io.IOException if the owner cannot be read
   */
  String ownerOf(Path file) throws java.io.IOException;

  /**
   * Makes a folder that this user and the system's administrators may write to, and every user may
   * read, where file permissions are not those of POSIX.
   *
   * @param folder the folder, in an existing one
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   * @throws java.io.IOException if it cannot be made
   */
  default void createOwnFolder(Path folder) throws java.io.IOException {
    java.nio.file.Files.createDirectory(folder);
  }

  /**
   * Returns who may write to a folder besides this user and the system's administrators, where file
   * permissions are not those of POSIX.
   *
   * @param folder an existing folder
   * @return the names of users and groups; empty if nobody, or if permissions are those of POSIX
   * @throws java.io.IOException if the permissions cannot be read
   */
  default List<String> strangersWhoMayWrite(Path folder) throws java.io.IOException {
    return List.of();
  }

  /**
   * Returns the ports that the system hands out by itself to sockets that ask for any.
   *
   * @return the range; empty if it is not known
   */
  Optional<PortRange> ephemeralRange();

  /**
   * Returns the ports on which the system lets no ordinary process listen: below the first
   * unprivileged port, or reserved.
   *
   * @return the ranges, whether or not this process has the privilege
   */
  List<PortRange> restrictedRanges();

  /**
   * Tells whether a socket bound to the wildcard address keeps others off every specific address of
   * the port, so that a probe of the wildcard is enough.
   *
   * @return true on Linux and Windows, false on macOS
   */
  boolean wildcardExcludesSpecific();
}
